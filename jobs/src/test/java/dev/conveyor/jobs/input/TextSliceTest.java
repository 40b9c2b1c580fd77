package dev.conveyor.jobs.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.files.FileSystems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSliceTest {
  @TempDir Path folder;

  @Test
  void aRecordEndsAtLfOrCrlf() throws IOException {
    assertThat(records("a\nb\r\n\n\r\nc\rd\r\r\ne"))
        .containsExactly("a", "b", "", "", "c\rd\r", "e");
    assertThat(records("a\n")).containsExactly("a");
    assertThat(records("\n")).containsExactly("");
    assertThat(records("a\r")).containsExactly("a\r");
    assertThat(records("")).isEmpty();
  }

  @Test
  void aByteOrderMarkAtTheStartIsNotText() throws IOException {
    assertThat(records("\ufeffa\n\ufeffb")).containsExactly("a", "\ufeffb");
    assertThat(records("\ufeff")).isEmpty();
    assertThat(records("\ufeff\n")).containsExactly("");
    assertThat(records("é")).containsExactly("é");
  }

  @Test
  void aRecordMayBeLongerThanAnyBuffer() throws IOException {
    String line = "x".repeat(3_000_000);
    assertThat(records("a\n" + line + "\r\nb\n" + line)).isEqualTo(List.of("a", line, "b", line));
  }

  @Test
  void anyCutsGiveTheSameRecords() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      Path file = file(text(random));
      assertThat(read(cuts(file, random)))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(read(whole(file)));
    }
  }

  @Test
  void anyCutsOfAHugeLineGiveIt() throws IOException {
    Path file = file("a\n" + "x".repeat(2_000_000) + "\nb\n" + "y".repeat(600_000));
    Random random = new Random(1);
    for (int round = 0; round < 10; round++) {
      assertThat(read(cuts(file, random))).isEqualTo(read(whole(file)));
    }
  }

  @Test
  void aRecordOverTheLimitIsDeadAndTheNextOnesLive() throws IOException {
    String over = "[record of 5 bytes is over the limit of 4]";
    for (String end : List.of("\n", "\r\n")) {
      Path file = file("four" + end + "fiver" + end + "six" + end + "seven");
      assertThat(read(whole(file), 4)).containsExactly("four", over, "six", over);
    }
    String huge = "x".repeat(1_500_000);
    String dead = "[record of 1500000 bytes is over the limit of 700000]";
    Path file = file("a\n" + huge + "\r\nb\n" + huge + "\nc\n" + huge);
    Random random = new Random(2);
    for (int round = 0; round < 10; round++) {
      assertThat(read(cuts(file, random), 700_000))
          .containsExactly("a", dead, "b", dead, "c", dead);
    }
  }

  private static String text(Random random) {
    String[] pieces = {"\n", "\r\n", "\r", "a", "word", "é", "\ufeff", ""};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(30); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }

  private static List<TextSlice> cuts(Path file, Random random) throws IOException {
    List<TextSlice> slices = new ArrayList<>();
    long size = Files.size(file);
    long from = 0;
    while (from < size) {
      long to = Math.min(size, from + 1 + random.nextLong(1 + size / 3));
      slices.add(new TextSlice(new org.apache.hadoop.fs.Path(file.toUri()).toString(), from, to));
      from = to;
    }
    return slices;
  }

  private static List<TextSlice> whole(Path file) throws IOException {
    return List.of(
        new TextSlice(new org.apache.hadoop.fs.Path(file.toUri()).toString(), 0, Files.size(file)));
  }

  private List<String> records(String text) throws IOException {
    return read(whole(file(text)));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("text"), text);
  }

  private static List<String> read(List<TextSlice> slices) throws IOException {
    return read(slices, 64 << 20);
  }

  private static List<String> read(List<TextSlice> slices, int longest) throws IOException {
    Configuration configuration = new Configuration();
    FileSystems.configure(configuration);
    TextInput input = new TextInput(configuration, longest);
    Seen seen = new Seen();
    for (TextSlice slice : slices) {
      try (TextReader reader = input.open(slice)) {
        while (reader.next()) {
          reader.read(seen);
        }
      }
    }
    return seen.records;
  }

  /** Dead records stand in brackets. */
  private static final class Seen implements RecordVisitor {
    private final List<String> records = new ArrayList<>();

    @Override
    public void visit(byte[] buffer, int from, int to) {
      records.add(new String(buffer, from, to - from, UTF_8));
    }

    @Override
    public void visitDead(String reason, byte[] buffer, int from, int to, long length) {
      records.add("[" + reason + "]");
      assertThat(length).isGreaterThanOrEqualTo(to - from);
    }
  }
}
