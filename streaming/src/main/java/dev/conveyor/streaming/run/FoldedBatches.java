package dev.conveyor.streaming.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folds that count in a folder of a job, by which a reader counts each batch once. A fold
 * counts if it is complete: its {@code _SUCCESS} names exactly the parts that lie beside it. Of two
 * that overlap the one with the higher token counts, or else the wider one. A folder whose batches
 * lie in a fold that counts does not count itself.
 *
 * <p>A reader that lists folders one after another finds the folds before and after, and begins
 * again unless both are equal: replaced folders are deleted only while a fold counts in their
 * place.
 *
 * @param spans in the order of their first batches
 */
public record FoldedBatches(List<BatchSpan> spans) {
  private static final Comparator<BatchSpan> PRECEDENCE =
      Comparator.comparingLong(BatchSpan::token)
          .thenComparingLong(span -> span.last() - span.first())
          .reversed();

  private static final int LARGEST_MARK = 16 << 20;

  public FoldedBatches {
    spans = List.copyOf(spans);
  }

  /**
   * Finds the folds that count in the folder of a job.
   *
   * @param names of all folders in it
   * @throws IOException if one of the folds cannot be read
   */
  public static FoldedBatches in(FileSystem files, Path job, Collection<String> names)
      throws IOException {
    List<BatchSpan> candidates =
        names.stream()
            .flatMap(name -> BatchSpan.named(name).stream())
            .filter(BatchSpan::isFold)
            .sorted(PRECEDENCE)
            .toList();
    List<BatchSpan> counting = new ArrayList<>();
    for (BatchSpan candidate : candidates) {
      if (counting.stream().noneMatch(candidate::overlaps)
          && mark(files, new Path(job, candidate.name())).isPresent()) {
        counting.add(candidate);
      }
    }
    counting.sort(Comparator.comparingLong(BatchSpan::first));
    return new FoldedBatches(counting);
  }

  /** Returns the mark of a fold; empty if the fold is incomplete. */
  static Optional<FoldMark> mark(FileSystem files, Path fold) throws IOException {
    try {
      Set<String> found = new HashSet<>();
      for (FileStatus file : files.listStatus(fold)) {
        found.add(file.getPath().getName());
      }
      found.removeIf(name -> name.startsWith("."));
      if (!found.remove(SuccessMark.NAME)) {
        return Optional.empty();
      }
      return FoldMark.of(read(files, new Path(fold, SuccessMark.NAME)))
          .filter(mark -> mark.span().name().equals(fold.getName()))
          .filter(mark -> Set.copyOf(mark.parts()).equals(found));
    } catch (FileNotFoundException e) {
      return Optional.empty(); // It was deleted meanwhile: another one counts in its place.
    }
  }

  private static byte[] read(FileSystem files, Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return in.readNBytes(LARGEST_MARK);
    }
  }

  /** Returns the fold that counts in place of a folder of that name; empty if none does. */
  Optional<BatchSpan> inPlaceOf(BatchSpan folder) {
    return spans.stream().filter(fold -> fold.overlaps(folder) && !fold.equals(folder)).findFirst();
  }

  /**
   * Returns whether a folder of that name does not count: a fold holds its batches, or it is a fold
   * that is not one of these.
   */
  public boolean hide(String name) {
    Optional<BatchSpan> folder = BatchSpan.named(name);
    return folder.isPresent()
        && ((folder.get().isFold() && !spans.contains(folder.get()))
            || inPlaceOf(folder.get()).isPresent());
  }
}
