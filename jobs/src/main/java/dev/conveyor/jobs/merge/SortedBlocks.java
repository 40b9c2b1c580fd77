package dev.conveyor.jobs.merge;

import dev.conveyor.jobs.stage.Tally;

/** The entries of a tally as sorted blocks for some partitions. */
public final class SortedBlocks {
  /** The size from which a block is sent, so that a reduce task can hold several. */
  private static final int FULL = 4 << 20;

  private static final int FIRST = 1 << 10;

  /**
   * Takes a block for a partition.
   *
   * @param <X> exception that it may throw
   */
  @FunctionalInterface
  public interface Sink<X extends Exception> {
    void send(int partition, byte[] block) throws X;
  }

  private SortedBlocks() {}

  /**
   * Sends all entries of a tally, each to the partition of its key. A key has the same partition on
   * every JVM. The first block for partition 0 carries the counts {@code pairs} and {@code
   * malformed}, so that merging all blocks adds them once.
   *
   * @param partitions number of partitions that share the keys
   * @throws IllegalStateException if a key exceeds what an array can hold
   */
  public static <X extends Exception> void send(Tally tally, int partitions, Sink<X> sink)
      throws X {
    SortedBlock.Writer[] writers = new SortedBlock.Writer[partitions];
    Figures figures = new Figures(tally.pairs(), tally.malformed());
    tally.<X>forEachSorted(
        (key, from, to, amount) -> {
          int partition = partitions == 1 ? 0 : Tally.partition(key, from, to, partitions);
          SortedBlock.Writer writer = writers[partition];
          if (writer == null) {
            writer = new SortedBlock.Writer(FIRST);
            writers[partition] = writer;
          }
          writer.add(key, from, to, amount);
          if (writer.length() >= FULL) {
            sink.send(partition, figures.finish(partition, writer));
          }
        });
    for (int partition = 0; partition < partitions; partition++) {
      SortedBlock.Writer writer = writers[partition];
      writers[partition] = null;
      if (writer != null && !writer.isEmpty()) {
        sink.send(partition, figures.finish(partition, writer));
      }
    }
    if (!figures.isSent()) {
      sink.send(0, figures.finish(0, new SortedBlock.Writer(0)));
    }
  }

  /** The counts of a tally until a block carries them. */
  private static final class Figures {
    private long pairs;
    private long malformed;

    private Figures(long pairs, long malformed) {
      this.pairs = pairs;
      this.malformed = malformed;
    }

    private boolean isSent() {
      return pairs == 0 && malformed == 0;
    }

    private byte[] finish(int partition, SortedBlock.Writer writer) {
      if (partition != 0) {
        return writer.finish(0, 0);
      }
      byte[] block = writer.finish(pairs, malformed);
      pairs = 0;
      malformed = 0;
      return block;
    }
  }
}
