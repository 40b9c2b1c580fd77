package dev.conveyor.jobs.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Copies the records that it visits, and shows them again, dead ones last. So records pass between
 * threads. Belongs to one thread at a time.
 */
public final class CopiedRecords implements RecordBlock, RecordVisitor {
  private final String source;
  private final List<DeadRecord> dead = new ArrayList<>();
  private byte[] bytes = {};

  /** Exclusive end of each record, which begins at the end of the one before. */
  private int[] ends = new int[16];

  private int count;

  private record DeadRecord(String reason, byte[] beginning, long length) {}

  public CopiedRecords(String source) {
    this.source = source;
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public void visit(byte[] buffer, int from, int to) {
    int start = start(count);
    int end = Math.addExact(start, to - from);
    if (end > bytes.length) {
      bytes =
          Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(end, 2L * start)));
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    System.arraycopy(buffer, from, bytes, start, to - from);
    ends[count++] = end;
  }

  @Override
  public void visitDead(String reason, byte[] buffer, int from, int to, long length) {
    dead.add(new DeadRecord(reason, Arrays.copyOfRange(buffer, from, to), length));
  }

  private int start(int record) {
    return record == 0 ? 0 : ends[record - 1];
  }

  @Override
  public void read(RecordVisitor visitor) {
    for (int record = 0; record < count; record++) {
      visitor.visit(bytes, start(record), ends[record]);
    }
    for (DeadRecord one : dead) {
      visitor.visitDead(one.reason, one.beginning, 0, one.beginning.length, one.length);
    }
  }
}
