package dev.conveyor.streaming.spark.sql.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.SliceReader;
import dev.conveyor.streaming.spark.PartitionCounts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.reflect.ClassTag$;

class DeadLetterFileTest {
  private final Configuration configuration = new Configuration();
  @TempDir private Path folder;

  /** A slice of dead letters, the next of which come as a page each. */
  private record DeadSlice(String text, List<String> bodies) implements Slice {
    @Override
    public Address address() {
      return Address.parse("redis://127.0.0.1?list=words");
    }

    @Override
    public Slice withMaxMessage(int bytes) {
      return this;
    }

    @Override
    public SliceReader open() {
      Iterator<MessagePage> pages =
          MessagePage.each(
              bodies.stream()
                  .map(body -> Message.dead("words", body.getBytes(UTF_8), "too long"))
                  .iterator());
      return new SliceReader() {
        @Override
        public MessagePage read() {
          return pages.hasNext() ? pages.next() : MessagePage.of(List.of());
        }

        @Override
        public void close() {}
      };
    }
  }

  /** A file system on which another task creates an empty file first. */
  static final class Contested extends RawLocalFileSystem {
    @Override
    public String getScheme() {
      return "contested";
    }

    @Override
    public URI getUri() {
      return URI.create("contested:///");
    }

    @Override
    protected void checkPath(org.apache.hadoop.fs.Path path) {}

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path path,
        boolean isReplacing,
        int buffer,
        short replication,
        long block,
        Progressable progress)
        throws IOException {
      if (path.getName().equals("_SUCCESS")) {
        assertThat(isReplacing).as("replaces a file that another task has open").isFalse();
        super.create(path, true, buffer, replication, block, progress).close();
      }
      return super.create(path, isReplacing, buffer, replication, block, progress);
    }
  }

  private RowSettings settings(String run, String path, boolean failsOnLoss) {
    SerializableConfiguration value = new SerializableConfiguration(configuration);
    Broadcast<SerializableConfiguration> broadcast =
        new Broadcast<>(0, ClassTag$.MODULE$.apply(SerializableConfiguration.class)) {
          @Override
          public SerializableConfiguration getValue() {
            return value;
          }

          @Override
          public void doUnpersist(boolean blocking) {}

          @Override
          public void doDestroy(boolean blocking) {}
        };
    return new RowSettings(
        run,
        List.of(),
        Long.MAX_VALUE,
        failsOnLoss,
        path,
        broadcast,
        new PartitionCounts(),
        new PartitionCounts());
  }

  private static void read(RowSettings settings, Slice slice, long expected) throws IOException {
    MessageRows rows = new MessageRows(new SliceInputPartition(0, slice, expected, null), settings);
    try {
      assertThat(rows.next()).isFalse();
    } finally {
      rows.close();
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  @Test
  void isOneOfItsRunAndSlice() throws IOException {
    RowSettings one = settings("one", folder.toString(), true);
    RowSettings other = settings("other", folder.toString(), true);
    Slice slice = new DeadSlice("1-0 2-0", List.of("a", "b"));
    read(one, slice, 2);
    read(one, slice, 2);
    assertThat(files()).hasSize(2).contains("_SUCCESS");
    read(settings("one", folder.toString(), false), slice, 2);
    assertThat(files()).hasSize(2);
    read(other, slice, 2);
    assertThat(files()).hasSize(3);
    read(one, new DeadSlice("3-0 4-0", List.of("c")), 1);
    assertThat(files()).hasSize(4).filteredOn(name -> name.startsWith("part-")).hasSize(3);
  }

  @Test
  void isNotThereWhenMessagesAreLost() throws IOException {
    RowSettings settings = settings("run", folder.toString(), true);
    Slice slice = new DeadSlice("1-0 2-0", List.of("a", "b"));
    assertThatThrownBy(() -> read(settings, slice, 3)).hasMessageContaining("1 of 3 are gone");
    assertThat(files()).isEmpty();
    read(settings("run", folder.toString(), false), slice, 3);
    assertThat(files()).hasSize(2);
  }

  @Test
  void leavesWhatOtherTasksHaveOpen() throws IOException {
    configuration.setClass("fs.contested.impl", Contested.class, FileSystem.class);
    RowSettings settings = settings("run", "contested://" + folder, true);
    read(settings, new DeadSlice("1-0 2-0", List.of("a")), 1);
    read(settings, new DeadSlice("3-0 4-0", List.of("b")), 1);
    assertThat(files()).hasSize(3).contains("_SUCCESS");
  }
}
