package dev.conveyor.jobs.merge;

import dev.conveyor.jobs.stage.EntryVisitor;
import dev.conveyor.jobs.stage.LineBuffer;
import dev.conveyor.jobs.stage.ResultLines;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/**
 * Sums of sorted blocks, with any number of keys. Keeps blocks in memory up to its limit, and
 * merges them into a {@link DiskRun} beyond it. Belongs to one thread; closing frees its files.
 */
public final class SortedSums implements Closeable {
  /** The number of runs on disk that are merged at a time, if all their cursors fit the limit. */
  private static final int FAN_IN = 64;

  private static final int LEAST_FAN_IN = 2;

  private static final int FIRST_LINES = 4 << 10;
  private static final long LEAST_RANGE = 1 << 20;
  private static final long MOST_RANGE = 8 << 20;

  private final Path folder;
  private final LongSupplier limit;
  private final List<MemoryRun> inMemory = new ArrayList<>();
  private final Deque<DiskRun> onDisk = new ArrayDeque<>();
  private long memory;
  private long pairs;
  private long malformed;
  private long entries;
  private MergedFigures merged = MergedFigures.NONE;

  /**
   * Creates empty sums.
   *
   * @param folder of this machine for files
   * @param limit on the bytes of blocks in memory, asked at each block
   */
  public SortedSums(Path folder, LongSupplier limit) {
    this.folder = folder;
    this.limit = limit;
  }

  /**
   * Adds the entries of a block.
   *
   * @throws IllegalArgumentException if it is no such block, or damaged; nothing is added then
   * @throws ArithmeticException if a sum leaves the range of a long
   * @throws IOException if the disk cannot be written
   */
  public void add(byte[] bytes) throws IOException {
    MemoryRun run = MemoryRun.of(bytes);
    pairs += run.block().pairs();
    malformed += run.block().malformed();
    if (run.block().entries() > 0) {
      entries += run.block().entries();
      inMemory.add(run);
      memory += run.size();
    }
    if (memory > limit.getAsLong()) {
      spill();
    }
  }

  /** Moves all entries of other sums into these, and leaves them empty. */
  public void addAll(SortedSums other) {
    pairs += other.pairs;
    malformed += other.malformed;
    entries += other.entries;
    inMemory.addAll(other.inMemory);
    memory += other.memory;
    onDisk.addAll(other.onDisk);
    other.forget();
  }

  private void forget() {
    pairs = 0;
    malformed = 0;
    entries = 0;
    inMemory.clear();
    memory = 0;
    onDisk.clear();
  }

  private void spill() throws IOException {
    DiskRun run = merge(inMemory);
    onDisk.add(run);
    inMemory.clear();
    memory = 0;
  }

  private DiskRun merge(List<? extends SortedRun> runs) throws IOException {
    DiskRun result = DiskRun.create(folder);
    try {
      opened(runs, null, null).forEach(Long.MAX_VALUE, result::add);
      result.complete();
      return result;
    } catch (IOException | RuntimeException | Error e) {
      result.close();
      throw e;
    }
  }

  private static SumMerge opened(List<? extends SortedRun> runs, byte[] from, byte[] to)
      throws IOException {
    List<RunCursor> cursors = new ArrayList<>();
    for (SortedRun run : runs) {
      cursors.add(run.open(from));
    }
    return new SumMerge(cursors, to);
  }

  /**
   * Visits each key with its sum, in order.
   *
   * @throws ArithmeticException if a sum leaves the range of a long
   * @throws IOException if the disk cannot be written or read
   * @throws UncheckedIOException if it cannot be read, or the thread is interrupted
   */
  public <X extends Exception> void forEach(EntryVisitor<X> visitor) throws X, IOException {
    forEach(Long.MAX_VALUE, visitor);
  }

  /** Visits the first keys only. */
  <X extends Exception> void forEach(long most, EntryVisitor<X> visitor) throws X, IOException {
    SumMerge merge = opened(runs(), null, null);
    merge.forEach(most, visitor);
    merged = merge.figures();
  }

  /**
   * Writes the largest sums as {@link ResultLines}, the largest first.
   *
   * @param most number of sums to write
   * @throws ArithmeticException if a sum leaves the range of a long
   * @throws IOException if the disk or the stream cannot be written or read
   * @throws UncheckedIOException if it cannot be read, or the thread is interrupted
   */
  public void writeLargest(int most, OutputStream out) throws IOException {
    long half = limit.getAsLong() / 2;
    if (memory > half) {
      spill();
    }
    try (Ranking ranking = new Ranking(most, folder, half)) {
      forEach(ranking::add);
      ranking.write(out);
    }
  }

  /**
   * Writes all sums as {@link ResultLines}, in order.
   *
   * @param threads that merge ranges of keys at the same time, if the limit allows it
   * @throws ArithmeticException if a sum leaves the range of a long
   * @throws IOException if the disk or the stream cannot be written or read
   * @throws UncheckedIOException if it cannot be read, or the thread is interrupted
   */
  public void write(OutputStream out, int threads) throws IOException {
    List<SortedRun> runs = runs();
    int most = (int) Math.min(threads, limit.getAsLong() / Math.max(1, cursorBytes()));
    List<byte[]> bounds = most <= 1 ? List.of() : KeyRanges.bounds(runs, rangeBytes());
    if (bounds.isEmpty()) {
      writeAll(out);
      return;
    }
    List<Callable<MergedRange>> ranges = new ArrayList<>();
    for (int i = 0; i <= bounds.size(); i++) {
      byte[] from = i == 0 ? null : bounds.get(i - 1);
      byte[] to = i == bounds.size() ? null : bounds.get(i);
      ranges.add(() -> MergedRange.of(opened(runs, from, to), (int) rangeBytes()));
    }
    OrderedTasks.run(
        ranges,
        most,
        range -> {
          range.lines().flush(out);
          merged = merged.plus(range.figures());
        });
  }

  private void writeAll(OutputStream out) throws IOException {
    LineBuffer lines = new LineBuffer(FIRST_LINES);
    forEach(
        (key, from, to, amount) -> {
          lines.add(key, from, to, amount);
          lines.flushIfFull(out);
        });
    lines.flush(out);
  }

  /** Returns the size of a range of keys, some of which are in memory as lines. */
  private long rangeBytes() {
    return Math.max(LEAST_RANGE, Math.min(MOST_RANGE, limit.getAsLong() / 16));
  }

  private List<SortedRun> runs() throws IOException {
    reduceRuns();
    List<SortedRun> runs = new ArrayList<>(onDisk);
    runs.addAll(inMemory);
    return runs;
  }

  /** Returns the bytes that cursors over all runs on disk take. */
  private long cursorBytes() {
    return onDisk.stream().mapToLong(DiskRun::longestBlock).sum();
  }

  /** Returns the number of runs that are merged at a time: fewer, if they have very long keys. */
  private int fanIn() {
    int longest = onDisk.stream().mapToInt(DiskRun::longestBlock).max().orElse(1);
    return (int) Math.max(LEAST_FAN_IN, Math.min(FAN_IN, limit.getAsLong() / Math.max(1, longest)));
  }

  /** Merges the smallest runs on disk until few enough are left. */
  private void reduceRuns() throws IOException {
    int fanIn = fanIn();
    while (onDisk.size() > fanIn) {
      List<DiskRun> smallest =
          onDisk.stream()
              .sorted(Comparator.comparingLong(DiskRun::size))
              .limit(Math.min(fanIn, onDisk.size() - fanIn + 1))
              .toList();
      DiskRun run = merge(smallest);
      onDisk.removeAll(smallest);
      onDisk.add(run);
      for (DiskRun old : smallest) {
        old.close();
      }
    }
  }

  /** Returns whether there is no entry. */
  public boolean isEmpty() {
    return entries == 0;
  }

  /** Returns the number of pairs that the blocks carry. */
  public long pairs() {
    return pairs;
  }

  public long malformed() {
    return malformed;
  }

  /** Returns the number of different keys, once all entries were visited. */
  public long keys() {
    return merged.keys();
  }

  /**
   * Returns the sum of all amounts, once all entries were visited.
   *
   * @throws ArithmeticException if it leaves the range of a long
   */
  public long total() {
    return merged.total();
  }

  /** Frees all files. */
  @Override
  public void close() throws IOException {
    inMemory.clear();
    IOException failure = null;
    for (DiskRun run : onDisk) {
      try {
        run.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    onDisk.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
