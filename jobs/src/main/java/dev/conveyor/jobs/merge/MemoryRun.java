package dev.conveyor.jobs.merge;

/** One sorted block in memory. */
record MemoryRun(SortedBlock block) implements SortedRun {

  /**
   * Verifies a block.
   *
   * @throws IllegalArgumentException if it is damaged
   */
  static MemoryRun of(byte[] block) {
    return new MemoryRun(SortedBlock.open(block));
  }

  @Override
  public long size() {
    return block.bytes().length;
  }

  @Override
  public void sample(Samples visitor) {
    int length = block.bytes().length;
    int indexed = block.indexed(length);
    int from = SortedBlock.HEADER;
    for (int i = 0; i <= indexed; i++) {
      int next = i < indexed ? block.indexed(length, i) : block.end();
      RunCursor cursor = RunCursor.at(block, length, from);
      if (cursor.advance()) {
        visitor.visit(cursor.beginning(), next - from);
      }
      from = next;
    }
  }

  @Override
  public RunCursor open(byte[] least) {
    int length = block.bytes().length;
    if (least == null) {
      return RunCursor.at(block, length, SortedBlock.HEADER);
    }
    int low = -1;
    int high = block.indexed(length);
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      RunCursor cursor = RunCursor.at(block, length, block.indexed(length, middle));
      if (cursor.advance() && cursor.compareTo(least) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    int position = low < 0 ? SortedBlock.HEADER : block.indexed(length, low);
    RunCursor cursor = RunCursor.at(block, length, position);
    cursor.skipBelow(least);
    return cursor;
  }

  @Override
  public void close() {}
}
