package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Range;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;

/** Chooses the folders of a job whose results go into a fold, and checks them. */
final class FoldSource {
  /** Bounds the memory for a fold; more batches are folded in several steps. */
  static final int MOST_BATCHES = 10_000;

  private final String output;
  private final OutputFiles files;
  private final String run;
  private final RunPlan plan;

  FoldSource(String output, OutputFiles files, String run, RunPlan plan) {
    this.output = output;
    this.files = files;
    this.run = run;
    this.plan = plan;
  }

  /**
   * A folder that counts.
   *
   * @param batches how many it holds
   * @param ranges of all of them together
   * @param last of them
   */
  record Unit(
      BatchSpan span,
      long batches,
      List<String> parts,
      long bytes,
      List<Range> ranges,
      RunBatch last,
      Optional<Instant> since,
      Optional<Instant> time) {}

  /**
   * Returns the folders to fold next, in the order of their batches: at most {@link #MOST_BATCHES}
   * of one batch, and folds before or between them.
   *
   * @param last batch that may be folded
   * @param least number of batches that were not folded before
   * @param isTiered leaves the first folds out while they are larger than all that follows, so that
   *     what only grows is copied a few times
   * @return empty if there are too few
   */
  Optional<List<Unit>> units(String folder, long last, int least, boolean isTiered)
      throws IOException {
    List<String> names = files.names(folder);
    FoldedBatches folds = files.folds(folder, names);
    List<BatchSpan> spans =
        names.stream()
            .filter(name -> !folds.hide(name))
            .flatMap(name -> BatchSpan.named(name).stream())
            .filter(span -> span.last() <= last)
            .sorted(Comparator.comparingLong(BatchSpan::first))
            .toList();
    List<Unit> units = new ArrayList<>();
    int fresh = 0;
    for (BatchSpan span : spans) {
      if (fresh < MOST_BATCHES) {
        Optional<Unit> unit = span.isFold() ? fold(folder, span) : batch(folder, span);
        unit.ifPresent(units::add);
        fresh += unit.isPresent() && !span.isFold() ? 1 : 0;
      }
    }
    if (fresh < least) {
      return Optional.empty();
    }
    return Optional.of(isTiered ? withoutLargerFolds(units) : List.copyOf(units));
  }

  private static List<Unit> withoutLargerFolds(List<Unit> units) {
    long bytes = units.stream().mapToLong(Unit::bytes).sum();
    int from = 0;
    while (units.get(from).span().isFold() && units.get(from).bytes() > bytes / 2) {
      bytes -= units.get(from).bytes();
      from++;
    }
    return List.copyOf(units.subList(from, units.size()));
  }

  /** Returns the folder of one batch; empty if it is incomplete, and does not count. */
  private Optional<Unit> batch(String folder, BatchSpan span) throws IOException {
    String path = folder + "/" + span.name();
    Map<String, Long> found = lengths(path);
    if (found.remove(SuccessMark.NAME) == null) {
      return Optional.empty();
    }
    SuccessMark mark =
        SuccessMark.of(files.read(path + "/" + SuccessMark.NAME))
            .orElseThrow(() -> refused(path + " holds results of another program"));
    if (!mark.run().equals(run)) {
      throw ofOther(path, mark.run());
    }
    if (mark.batch().id() != span.first() || !mark.names(found.keySet())) {
      throw refused(path + " holds other parts than its _SUCCESS names");
    }
    return Optional.of(
        checked(
            new Unit(
                span,
                1,
                mark.parts(),
                bytes(found),
                mark.batch().ranges(),
                mark.batch(),
                mark.time(),
                mark.time())));
  }

  private Optional<Unit> fold(String folder, BatchSpan span) throws IOException {
    String path = folder + "/" + span.name();
    Optional<FoldMark> mark = files.foldMark(path);
    if (mark.isPresent() && !mark.get().run().equals(run)) {
      throw ofOther(path, mark.get().run());
    }
    Map<String, Long> found = lengths(path);
    found.remove(SuccessMark.NAME);
    long bytes = bytes(found);
    return mark.map(
        of ->
            checked(
                new Unit(
                    span,
                    of.batches(),
                    of.parts(),
                    bytes,
                    of.ranges(),
                    of.last(),
                    of.since(),
                    of.time())));
  }

  private Unit checked(Unit unit) {
    if (unit.ranges().size() != plan.addresses().size()) {
      throw refused("batch " + unit.span().last() + " holds other addresses than the checkpoint");
    }
    return unit;
  }

  private static long bytes(Map<String, Long> lengths) {
    return lengths.values().stream().mapToLong(Long::longValue).sum();
  }

  private RunException ofOther(String path, String found) {
    return refused(path + " holds results of run " + found + ", not of run " + run);
  }

  private Map<String, Long> lengths(String folder) throws IOException {
    Map<String, Long> lengths = new HashMap<>();
    for (FileStatus file : files.list(folder)) {
      if (!file.getPath().getName().startsWith(".")) {
        lengths.put(file.getPath().getName(), file.getLen());
      }
    }
    return lengths;
  }

  private RunException refused(String reason) {
    return CompactionLease.cannot(
        output, reason + "; move that folder away, or fix what wrote it, and start again");
  }

  /** Returns the ranges of all these together. */
  static List<Range> ranges(List<Unit> units) {
    List<Range> ranges = new ArrayList<>(units.get(0).ranges());
    for (Unit unit : units.subList(1, units.size())) {
      for (int address = 0; address < ranges.size(); address++) {
        Range range = ranges.get(address);
        Range next = unit.ranges().get(address);
        ranges.set(
            address,
            new Range(
                range.from(),
                next.to(),
                range.messages() + next.messages(),
                range.loss().plus(next.loss())));
      }
    }
    return ranges;
  }

  /** Returns the paths of all parts, below the output, in the order of their batches. */
  static List<String> parts(String folder, List<Unit> units) {
    return units.stream()
        .flatMap(
            unit ->
                unit.parts().stream()
                    .sorted()
                    .map(part -> folder + "/" + unit.span().name() + "/" + part))
        .toList();
  }
}
