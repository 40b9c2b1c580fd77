package dev.conveyor.jobs.stage;

import dev.conveyor.jobs.kit.BenchText;
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
 * Throughput of the word rule, into a tally that knows all words. An operation is a byte of text,
 * so {@code ops/us} are megabytes a second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WordsBench {
  private static final int SIZE = 1 << 20;

  @Param({"ASCII", "NON_ASCII", "TINY"})
  public BenchText text;

  @Param("1")
  public long seed;

  private final Words words = new Words();
  private final Bytes record = new Bytes();
  private final Tally tally = new Tally();

  @Setup
  public void fill() {
    record.set(text.bytes(SIZE, seed), 0, SIZE);
  }

  @Benchmark
  @OperationsPerInvocation(SIZE)
  public long bytes() {
    words.map(record, tally);
    return tally.pairs();
  }
}
