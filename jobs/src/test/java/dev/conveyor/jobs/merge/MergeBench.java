package dev.conveyor.jobs.merge;

import dev.conveyor.jobs.kit.BenchFolder;
import java.io.IOException;
import java.io.OutputStream;
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
 * Throughput of merging eight runs into the lines of a result, which are not written anywhere. An
 * operation is an entry of a run, so {@code ops/us} are million entries a second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MergeBench {
  private static final int RUNS = 8;
  private static final int ENTRIES = 1 << 16;

  /** With it, a range of keys has the least size, and two threads share several ranges. */
  private static final long MEMORY = 16 << 20;

  /** The place of the runs. */
  public enum Place {
    MEMORY,
    DISK
  }

  @Param({"MEMORY", "DISK"})
  public Place place;

  @Param({"1", "2"})
  public int threads;

  @Param("1")
  public long seed;

  private SortedSums sums;
  private long limit;

  @Setup
  public void fill(BenchFolder folder) throws IOException {
    List<byte[]> blocks = BenchBlocks.blocks(RUNS, ENTRIES, seed);
    sums = new SortedSums(folder.path(), () -> limit);
    limit = place == Place.DISK ? 0 : MEMORY;
    for (byte[] block : blocks) {
      sums.add(block);
    }
    limit = MEMORY;
  }

  @TearDown
  public void close() throws IOException {
    sums.close();
  }

  @Benchmark
  @OperationsPerInvocation(RUNS * ENTRIES)
  public void entries() throws IOException {
    sums.write(OutputStream.nullOutputStream(), threads);
  }
}
