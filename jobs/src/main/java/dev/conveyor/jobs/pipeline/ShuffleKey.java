package dev.conveyor.jobs.pipeline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.hadoop.io.WritableComparable;
import org.apache.hadoop.io.WritableComparator;

/**
 * The key of a shuffle record: which reduce task it goes to, of which kind and job it is, and a
 * sort key. Its hash is the partition, so that Spark's partitioner sends it there. Keys are ordered
 * by partition, kind, job and sort key, whose bytes are unsigned.
 */
public final class ShuffleKey implements WritableComparable<ShuffleKey>, Serializable {
  private static final long serialVersionUID = 3;
  private static final byte[] UNSORTED = {};
  private static final Kind[] KINDS = Kind.values();
  private static final Comparator<ShuffleKey> ORDER =
      Comparator.comparingInt(ShuffleKey::partition)
          .thenComparing(ShuffleKey::kind)
          .thenComparing(ShuffleKey::job)
          .thenComparing(ShuffleKey::sortKey, Arrays::compareUnsigned);

  static {
    WritableComparator.define(ShuffleKey.class, new Order());
  }

  /** The kinds of shuffle records, in the order in which a sorted reduce task gets them. */
  public enum Kind {
    /** A packed tally. */
    COUNTS(0),
    /** A dead letter, as a line of JSON. */
    DEAD(1),
    /** The report of a map task, in a form of its engine: see {@link ReportFilter}. */
    REPORT(2),
    /** A value that belongs to the sort key. */
    SORTED(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  private int partition;
  private Kind kind;
  private int job;
  private byte[] sortKey;

  /** For Hadoop, which then reads the fields. */
  public ShuffleKey() {
    this(0, Kind.COUNTS, 0);
  }

  /**
   * A key without a sort key.
   *
   * @param job index of the job in its plan
   */
  public ShuffleKey(int partition, Kind kind, int job) {
    this(partition, kind, job, UNSORTED);
  }

  private ShuffleKey(int partition, Kind kind, int job, byte[] sortKey) {
    this.partition = partition;
    this.kind = kind;
    this.job = job;
    this.sortKey = sortKey;
  }

  /** Returns the key of a value that is sorted by these bytes, which are not copied. */
  public static ShuffleKey sorted(int partition, byte[] sortKey) {
    return new ShuffleKey(partition, Kind.SORTED, 0, sortKey);
  }

  /** Returns a copy: Hadoop reads the next key into the same object. */
  public ShuffleKey copy() {
    return new ShuffleKey(partition, kind, job, sortKey);
  }

  public int partition() {
    return partition;
  }

  public Kind kind() {
    return kind;
  }

  /** Returns the index of the job in its plan. */
  public int job() {
    return job;
  }

  /** Returns the sort key; empty for all kinds but {@code SORTED}. */
  public byte[] sortKey() {
    return sortKey;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeInt(partition);
    out.writeByte(kind.code);
    out.writeShort(job);
    out.writeInt(sortKey.length);
    out.write(sortKey);
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    partition = in.readInt();
    kind = KINDS[in.readByte()];
    job = in.readUnsignedShort();
    sortKey = new byte[in.readInt()];
    in.readFully(sortKey);
  }

  /** Compares keys in their written form. */
  private static final class Order extends WritableComparator {
    private static final int HEAD = Integer.BYTES + Byte.BYTES + Short.BYTES;
    private static final int BEFORE_KEY = HEAD + Integer.BYTES;

    private Order() {
      super(ShuffleKey.class);
    }

    @Override
    public int compare(byte[] left, int l, int leftLength, byte[] right, int r, int rightLength) {
      int heads = Arrays.compareUnsigned(left, l, l + HEAD, right, r, r + HEAD);
      return heads != 0
          ? heads
          : Arrays.compareUnsigned(
              left, l + BEFORE_KEY, l + leftLength, right, r + BEFORE_KEY, r + rightLength);
    }
  }

  @Override
  public int compareTo(ShuffleKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShuffleKey key && compareTo(key) == 0;
  }

  @Override
  public int hashCode() {
    return partition;
  }

  @Override
  public String toString() {
    return kind + " of job " + job + " for partition " + partition;
  }
}
