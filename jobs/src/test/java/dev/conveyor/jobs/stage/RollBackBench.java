package dev.conveyor.jobs.stage;

import dev.conveyor.jobs.kit.BenchText;
import java.util.List;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of counting a record wholly or not at all, for a job that never throws: lines of a text,
 * put through a {@link RecordMapper}, against calls of the job itself. An operation is a byte of
 * text, so {@code ops/us} are megabytes a second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RollBackBench {
  private static final int SIZE = 1 << 20;

  @Param("1")
  public long seed;

  private final RecordMapper mapper = new RecordMapper(Jobs.named("word-count"), ErrorPolicy.FAIL);
  private final Mapping job = Jobs.named("word-count").newMapping();
  private final Bytes record = new Bytes();
  private final Tally tally = new Tally();
  private List<byte[]> lines;

  @Setup
  public void fill() {
    lines = BenchText.ASCII.lines(SIZE, seed);
  }

  @TearDown
  public void close() {
    mapper.close();
  }

  @Benchmark
  @OperationsPerInvocation(SIZE)
  public long bytesWithRollBack() {
    for (byte[] line : lines) {
      mapper.map(line, 0, line.length, tally);
    }
    return tally.pairs();
  }

  @Benchmark
  @OperationsPerInvocation(SIZE)
  public long bytesWithout() {
    for (byte[] line : lines) {
      job.map(record.set(line, 0, line.length), tally);
    }
    return tally.pairs();
  }
}
