package dev.conveyor.jobs.merge;

import dev.conveyor.jobs.stage.LineBuffer;

/** The lines of a range of keys, in memory. */
record MergedRange(LineBuffer lines, MergedFigures figures) {

  /**
   * Merges a range.
   *
   * @param bytes expected size
   */
  static MergedRange of(SumMerge merge, int bytes) {
    LineBuffer lines = new LineBuffer(bytes + bytes / 4);
    merge.forEach(Long.MAX_VALUE, lines::add);
    return new MergedRange(lines, merge.figures());
  }
}
