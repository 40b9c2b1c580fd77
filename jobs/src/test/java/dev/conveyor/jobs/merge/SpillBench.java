package dev.conveyor.jobs.merge;

import dev.conveyor.jobs.kit.BenchFolder;
import dev.conveyor.jobs.stage.Tally;
import java.io.IOException;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Throughput of emptying full tallies. An operation is an entry, so {@code ops/us} are million
 * entries a second.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SpillBench {
  private static final int ENTRIES = 1 << 16;
  private static final int BLOCKS = 8;

  /** A full tally, whose entries map tasks sort and send. */
  @State(Scope.Thread)
  public static class Full {
    @Param({"1", "16"})
    public int partitions;

    @Param("1")
    public long seed;

    private Tally tally;

    @Setup
    public void fill() {
      tally = BenchBlocks.tally(ENTRIES, seed);
    }
  }

  /** Blocks of full tallies, which a reduce task receives. */
  @State(Scope.Thread)
  public static class Received {
    @Param("1")
    public long seed;

    private List<byte[]> blocks;
    private long limit;

    @Setup
    public void fill() {
      blocks = BenchBlocks.blocks(BLOCKS, ENTRIES / BLOCKS, seed);
      // Of one block less than half of them.
      limit = blocks.stream().mapToLong(block -> block.length).sum() * 7 / 16;
    }
  }

  /** Sorts a tally into blocks in memory. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public void entriesSent(Full full, Blackhole sink) {
    SortedBlocks.send(full.tally, full.partitions, (partition, block) -> sink.consume(block));
  }

  /** Merges four blocks at a time into a run on disk. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public void entriesToDisk(Received received, BenchFolder folder) throws IOException {
    try (SortedSums sums = new SortedSums(folder.path(), () -> received.limit)) {
      for (byte[] block : received.blocks) {
        sums.add(block);
      }
    }
  }
}
