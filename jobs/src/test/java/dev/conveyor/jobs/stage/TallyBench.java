package dev.conveyor.jobs.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.kit.BenchText;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Throughput of adding pairs to a tally. An operation is a pair, so {@code ops/us} are million
 * pairs a second. The tally is cleared after each 65,536 pairs, as a task does when it is full, and
 * keeps its memory.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TallyBench {
  private static final int PAIRS = 1 << 16;

  /** The pairs of a record, if there are records. */
  private static final int RECORD = 8;

  /** The frequencies of keys. */
  public enum Keys {
    /** 16 words, all equally frequent. */
    HOT,
    /** 50,000 words by Zipf's law. */
    ZIPF,
    /** Each key once, of 12 bytes, which lie in the entry. */
    UNIQUE,
    /** Each key once, of 24 bytes, which lie beside the entry. */
    UNIQUE_LONG;

    private byte[] key(int index, List<String> vocabulary, int[] ranks, SplittableRandom random) {
      String key =
          switch (this) {
            case HOT -> vocabulary.get(random.nextInt(16));
            case ZIPF -> vocabulary.get(ranks[index]);
            case UNIQUE -> "key-" + unique(index);
            case UNIQUE_LONG -> "a-key-of-24-byte" + unique(index);
          };
      return key.getBytes(UTF_8);
    }

    /** Returns eight characters in no order. */
    private static String unique(int index) {
      String hex = Integer.toHexString(index * 0x9e3779b9);
      return "0".repeat(8 - hex.length()) + hex;
    }
  }

  @Param({"HOT", "ZIPF", "UNIQUE", "UNIQUE_LONG"})
  public Keys keys;

  @Param("1")
  public long seed;

  private final byte[][] all = new byte[PAIRS][];
  private final Tally tally = new Tally();

  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> vocabulary = BenchText.ASCII.vocabulary(50_000, random);
    int[] ranks = BenchText.zipf(vocabulary.size(), PAIRS, random);
    for (int i = 0; i < PAIRS; i++) {
      all[i] = keys.key(i, vocabulary, ranks, random);
    }
  }

  /** Adds pairs, and no record is marked. */
  @Benchmark
  @OperationsPerInvocation(PAIRS)
  public long pairs() {
    tally.clear();
    for (byte[] key : all) {
      tally.add(key, 0, key.length, 1);
    }
    return tally.pairs();
  }

  /** Marks each record of eight pairs. */
  @Benchmark
  @OperationsPerInvocation(PAIRS)
  public long pairsMarked() {
    tally.clear();
    for (int from = 0; from < PAIRS; from += RECORD) {
      tally.mark();
      add(from);
    }
    return tally.pairs();
  }

  /** Rolls each record of eight pairs back, and adds it again. A pair counts once. */
  @Benchmark
  @OperationsPerInvocation(PAIRS)
  public long pairsRolledBack() {
    tally.clear();
    for (int from = 0; from < PAIRS; from += RECORD) {
      tally.mark();
      add(from);
      tally.rollBack();
      tally.mark();
      add(from);
    }
    return tally.pairs();
  }

  private void add(int from) {
    for (int i = from; i < from + RECORD; i++) {
      tally.add(all[i], 0, all[i].length, 1);
    }
  }
}
