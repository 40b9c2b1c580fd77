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
 * What travels from a map task to a reduce task: which task it goes to, what it is, and of a line
 * its key. Its hash is the partition, so that Spark's partitioner sends it there. Lines come last,
 * in the order of their keys, whose bytes are taken as unsigned.
 */
public final class ShuffleKey implements WritableComparable<ShuffleKey>, Serializable {
  private static final long serialVersionUID = 2;
  private static final byte[] NO_LINE = {};
  private static final Kind[] KINDS = Kind.values();
  private static final Comparator<ShuffleKey> ORDER =
      Comparator.comparingInt(ShuffleKey::partition)
          .thenComparing(ShuffleKey::kind)
          .thenComparing(ShuffleKey::line, Arrays::compareUnsigned);

  static {
    WritableComparator.define(ShuffleKey.class, new Order());
  }

  /** What a piece is, and in which order pieces come. */
  public enum Kind {
    /** A packed tally. */
    COUNTS(0),
    /** A dead letter, as a line of JSON. */
    DEAD(1),
    /** The numbers of records and of dead ones, two longs: where an engine's counters may err. */
    SEEN(2),
    /** The value of a line, whose key is the piece's. */
    LINE(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  private int partition;
  private Kind kind;
  private byte[] line;

  /** For Hadoop, which then reads the fields. */
  public ShuffleKey() {
    this(0, Kind.COUNTS);
  }

  public ShuffleKey(int partition, Kind kind) {
    this(partition, kind, NO_LINE);
  }

  private ShuffleKey(int partition, Kind kind, byte[] line) {
    this.partition = partition;
    this.kind = kind;
    this.line = line;
  }

  /** Of a line with this key, which is not copied. */
  public static ShuffleKey ofLine(int partition, byte[] key) {
    return new ShuffleKey(partition, Kind.LINE, key);
  }

  /** Hadoop uses its own again. */
  public ShuffleKey copy() {
    return new ShuffleKey(partition, kind, line);
  }

  public int partition() {
    return partition;
  }

  public Kind kind() {
    return kind;
  }

  /** The key of the line; of other pieces empty. */
  public byte[] line() {
    return line;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeInt(partition);
    out.writeByte(kind.code);
    out.writeInt(line.length);
    out.write(line);
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    partition = in.readInt();
    kind = KINDS[in.readByte()];
    line = new byte[in.readInt()];
    in.readFully(line);
  }

  /** Compares keys as they are written, without making them. */
  private static final class Order extends WritableComparator {
    private static final int HEAD = Integer.BYTES + Byte.BYTES;
    private static final int BEFORE_LINE = HEAD + Integer.BYTES;

    private Order() {
      super(ShuffleKey.class);
    }

    @Override
    public int compare(byte[] left, int l, int leftLength, byte[] right, int r, int rightLength) {
      int heads = Arrays.compareUnsigned(left, l, l + HEAD, right, r, r + HEAD);
      return heads != 0
          ? heads
          : Arrays.compareUnsigned(
              left, l + BEFORE_LINE, l + leftLength, right, r + BEFORE_LINE, r + rightLength);
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
    return kind + " for " + partition;
  }
}
