package dev.conveyor.jobs.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The cost of counting a record wholly or not at all, for a job that never throws: words of a text,
 * put through a {@link RecordMapper}, against calls of the job itself. Prints the median of the
 * ratios of rounds in which both take turns. Run it with a text as the only argument.
 */
public final class RollBackBench {
  private static final int ROUNDS = 11;
  private static final int REPEATS = 4_000;

  private RollBackBench() {}

  public static void main(String[] words) throws IOException {
    List<byte[]> lines =
        Files.readAllLines(Path.of(words[0])).stream().map(line -> line.getBytes(UTF_8)).toList();
    double[] ratios =
        IntStream.range(0, ROUNDS + 2)
            .mapToDouble(round -> (double) mapped(lines) / called(lines))
            .skip(2) // They warm up.
            .sorted()
            .toArray();
    System.err.printf(
        Locale.ROOT,
        "with roll back / without: median %.3f of %d rounds (%s)%n",
        ratios[ROUNDS / 2],
        ROUNDS,
        Arrays.toString(ratios));
  }

  private static long mapped(List<byte[]> lines) {
    Tally tally = new Tally();
    long start = System.nanoTime();
    try (RecordMapper mapper = new RecordMapper(Jobs.named("word-count"), ErrorPolicy.FAIL)) {
      for (int i = 0; i < REPEATS; i++) {
        for (byte[] line : lines) {
          mapper.map(line, 0, line.length, tally);
        }
      }
    }
    return System.nanoTime() - start;
  }

  private static long called(List<byte[]> lines) {
    Tally tally = new Tally();
    Mapping job = Jobs.named("word-count").newMapping();
    Bytes record = new Bytes();
    long start = System.nanoTime();
    for (int i = 0; i < REPEATS; i++) {
      for (byte[] line : lines) {
        job.map(record.set(line, 0, line.length), tally);
      }
    }
    return System.nanoTime() - start;
  }
}
