package dev.conveyor.jobs.dead;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.jobs.dead.LetterFolder.LetterException;
import dev.conveyor.jobs.files.FileSystems;
import dev.conveyor.jobs.stage.DeadLetter;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Dead letters in files: read when they are finished, fed once, deleted without a trace of others.
 */
class LetterFolderTest {
  private static final LetterFilter ALL = because("");
  @TempDir Path out;

  /** Keeps what is written to it. */
  private static final class Kept implements MessageWriter {
    private final List<String> bodies = new ArrayList<>();
    private int room = Integer.MAX_VALUE;

    @Override
    public Address address() {
      return Address.parse("memory:kept?queue");
    }

    @Override
    public void write(List<Outgoing> messages) {
      for (Outgoing message : messages) {
        if (room-- == 0) {
          throw new IllegalStateException("the power went out");
        }
        bodies.add(new String(message.body(), UTF_8));
      }
    }

    @Override
    public void close() {}
  }

  /** Renames to nothing that exists, as HDFS. */
  public static class AsHdfs extends RawLocalFileSystem {
    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      return !exists(to) && super.rename(from, to);
    }
  }

  /** Does so with an exception, as S3A. */
  public static final class AsS3 extends AsHdfs {
    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      if (exists(to)) {
        throw new FileAlreadyExistsException(to + " exists");
      }
      return super.rename(from, to);
    }
  }

  private static LetterFilter because(String reason) {
    return LetterFilter.of(Optional.of(reason), Optional.empty(), Optional.empty(), Instant.now());
  }

  private Path write(String file, int from, int to) throws IOException {
    Path path = out.resolve("_dead").resolve(file);
    Files.createDirectories(path.getParent());
    try (OutputStream letters = Files.newOutputStream(path)) {
      for (int i = from; i < to; i++) {
        byte[] body = Integer.toString(i).getBytes(UTF_8);
        letters.write(
            DeadLetter.of(i % 2 == 0 ? "even" : "odd", "s", "", body, 0, body.length).toJson());
        letters.write('\n');
      }
    }
    return path;
  }

  private void finish(String folder) throws IOException {
    Files.createFile(out.resolve(folder).resolve("_SUCCESS"));
  }

  private LetterFolder open(boolean onlyFed) {
    return open(onlyFed, new Configuration());
  }

  private LetterFolder open(boolean onlyFed, Configuration configuration) {
    FileSystems.configure(configuration);
    return LetterFolder.open(out.toString(), onlyFed, configuration);
  }

  private List<String> bodies(boolean onlyFed) throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    open(onlyFed).visit(letter -> bodies.add(new String(letter.beginning(), UTF_8)));
    return bodies;
  }

  private List<String> names(String folder) throws IOException {
    try (Stream<Path> files = Files.list(out.resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private long feed(LetterFilter filter, Kept writer) throws InterruptedException {
    LetterFeed feed = new LetterFeed(writer);
    open(false).feed(filter, feed);
    return feed.fed();
  }

  @Test
  void readsFinishedBatchesInTheirOrder() throws Exception {
    write("job/batch=10/part-00000-1", 2, 4);
    write("job/batch=9/part-00000-1", 0, 2);
    write("job/batch=11/part-00000-1", 4, 6);
    write("other/batch=9/part-00000-1", 6, 7);
    for (String batch : List.of("job/batch=10", "job/batch=9", "other/batch=9")) {
      finish("_dead/" + batch);
    }
    assertThat(bodies(false)).containsExactly("0", "1", "2", "3", "6");
    LetterFolder folder = open(false);
    folder.visit(letter -> true);
    assertThat(folder.unfinished()).isEqualTo(1);
  }

  @Test
  void readsTheOutputOfABatchOnceItIsWhole() throws Exception {
    write("job/part-00000", 0, 2);
    assertThat(bodies(false)).isEmpty();
    finish("");
    assertThat(bodies(false)).containsExactly("0", "1");
  }

  @Test
  void feedsEachLetterOnceAndNoUnfinishedOne() throws Exception {
    write("job/batch=1/part-00000-1", 0, 5_000);
    write("job/batch=2/part-00000-1", 5_000, 5_010);
    finish("_dead/job/batch=1");
    Kept writer = new Kept();
    assertThat(feed(because("odd"), writer)).isEqualTo(2_500);
    assertThat(bodies(false)).hasSize(2_500).doesNotContain("1").contains("0");
    assertThat(bodies(true)).hasSize(2_500).contains("1").doesNotContain("0");
    assertThat(feed(ALL, writer)).isEqualTo(2_500);
    assertThat(feed(ALL, writer)).isZero();
    finish("_dead/job/batch=2");
    assertThat(feed(ALL, writer)).isEqualTo(10);
    assertThat(writer.bodies).hasSize(5_010).doesNotHaveDuplicates();
    assertThat(names("_dead/job/batch=1"))
        .as("a restart compares the names that do not begin with a dot")
        .containsExactly("_SUCCESS", "part-00000-1");
  }

  @Test
  void losesNoneIfItDiesWhileItFeeds() throws Exception {
    write("job/batch=1/part-00000-1", 0, 5_000);
    finish("_dead/job/batch=1");
    Kept writer = new Kept();
    writer.room = 2_700;
    assertThatThrownBy(() -> feed(ALL, writer)).hasMessageContaining("power");
    assertThat(writer.bodies).hasSize(2_700);
    assertThat(names("_dead/job/batch=1")).contains(".part-00000-1.fed");
    assertThat(bodies(false)).hasSize(3_000);
    writer.room = Integer.MAX_VALUE;
    assertThat(feed(ALL, writer)).isEqualTo(3_000);
    assertThat(writer.bodies).hasSize(5_700);
    assertThat(writer.bodies.stream().distinct()).hasSize(5_000);
  }

  @Test
  void losesNoneIfItsMarksCannotBeWrittenOrAreCutShort() throws Exception {
    Path letters = write("job/batch=1/part-00000-1", 0, 300);
    finish("_dead/job/batch=1");
    Path marks = letters.resolveSibling(".part-00000-1.fed");
    Files.createDirectory(marks);
    Kept writer = new Kept();
    assertThatThrownBy(() -> feed(ALL, writer))
        .isInstanceOf(LetterException.class)
        .hasMessageStartingWith("cannot feed the dead letters of " + out);
    Files.delete(marks);
    assertThat(feed(ALL, writer)).isEqualTo(300);
    assertThat(marks).doesNotExist();
    assertThat(feed(ALL, writer)).isZero();
    write("job/batch=1/part-00000-1", 0, 300);
    Files.writeString(marks, "0-9\n20-29\n100-29");
    assertThat(feed(ALL, writer)).isEqualTo(280);
    assertThat(bodies(false)).isEmpty();
    assertThat(bodies(true)).hasSize(300);
  }

  @ParameterizedTest
  @ValueSource(classes = {RawLocalFileSystem.class, AsHdfs.class, AsS3.class})
  void deletesSomeAndKeepsTheOthersAndWhichWereFed(Class<?> files) throws Exception {
    Path letters = write("job/batch=1/part-00000-1", 0, 100);
    finish("_dead/job/batch=1");
    FileTime time = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    Files.setLastModifiedTime(letters, time);
    Kept writer = new Kept();
    LetterFilter tens =
        LetterFilter.of(Optional.of("even"), Optional.empty(), Optional.empty(), Instant.now());
    feed(tens, writer);
    Configuration configuration = new Configuration();
    configuration.setClass("fs.file.impl", files, org.apache.hadoop.fs.FileSystem.class);
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    assertThat(open(false, configuration).delete(because("odd"))).isEqualTo(50);
    assertThat(Files.readString(letters)).doesNotContain("odd");
    assertThat(Files.getLastModifiedTime(letters)).isEqualTo(time);
    assertThat(bodies(false)).isEmpty();
    assertThat(bodies(true)).hasSize(50).startsWith("0", "2", "4");
    write("job/batch=1/part-00001-1", 100, 110);
    assertThat(bodies(true)).as("only those that were fed").hasSize(50);
    assertThat(open(true, configuration).delete(ALL)).isEqualTo(50);
    assertThat(letters).isEmptyFile();
    assertThat(names("_dead/job/batch=1"))
        .containsExactly("_SUCCESS", "part-00000-1", "part-00001-1");
    assertThat(bodies(false)).as("never fed").hasSize(10);
  }

  @Test
  void finishesWhatADeadProcessHasBegunToRewrite() throws Exception {
    Path letters = write("job/batch=1/part-00000-1", 0, 10);
    finish("_dead/job/batch=1");
    Path rewritten = letters.resolveSibling(".part-00000-1.rewritten");
    Files.writeString(rewritten, "cut sho");
    assertThat(bodies(false)).hasSize(10);
    assertThat(rewritten).doesNotExist();
    Files.move(letters, rewritten);
    assertThat(bodies(false)).hasSize(10);
    assertThat(names("_dead/job/batch=1")).containsExactly("_SUCCESS", "part-00000-1");
  }

  @Test
  void leavesOutLinesThatAreNoLetterAndKeepsThem() throws Exception {
    Path letters = write("job/part-00000", 0, 2);
    finish("");
    String more = Files.readString(letters) + "no letter\n" + "x".repeat(5 << 20) + "\n";
    Files.writeString(letters, more);
    LetterFolder folder = open(false);
    assertThat(folder.delete(ALL)).isEqualTo(2);
    assertThat(folder.unreadable()).isEqualTo(2);
    assertThat(Files.readString(letters))
        .isEqualTo("\n\n" + more.substring(more.indexOf("no letter")));
  }

  @Test
  void saysWhatIsWrongWithAFolder() throws Exception {
    Path file = Files.createFile(out.resolve("file"));
    assertThatThrownBy(() -> LetterFolder.open(file.toString(), false, new Configuration()))
        .hasMessage(
            "cannot read the dead letters of "
                + file
                + ": it is a file; name the folder of the results");
    assertThatThrownBy(() -> LetterFolder.open(out + "/none", false, new Configuration()))
        .hasMessageEndingWith("there is no such folder; name the output of batch, stream or demo");
    assertThat(bodies(false)).as("none has died").isEmpty();
  }
}
