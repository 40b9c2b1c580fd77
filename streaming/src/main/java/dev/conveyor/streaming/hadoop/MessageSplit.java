package dev.conveyor.streaming.hadoop;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.run.SnapshotPart;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.mapreduce.InputSplit;

/** The parts of a snapshot for one task. Serialized as text, without secrets. */
public final class MessageSplit extends InputSplit implements Writable {
  private static final int LONGEST_TEXT = 1 << 20;

  private List<SnapshotPart> parts = List.of();

  /** Creates an empty split, for Hadoop to read into. */
  public MessageSplit() {}

  MessageSplit(List<SnapshotPart> parts) {
    this.parts = List.copyOf(parts);
  }

  /** Merges neighbors into a maximum number of splits of similar size. */
  static List<MessageSplit> of(List<SnapshotPart> parts, int most) {
    long all = parts.stream().mapToLong(SnapshotPart::messages).sum();
    List<MessageSplit> splits = new ArrayList<>();
    List<SnapshotPart> together = new ArrayList<>();
    long before = 0;
    for (SnapshotPart part : parts) {
      long share = all * splits.size() / most;
      boolean isFull = before + part.messages() / 2 >= share + Math.max(1, all / most);
      if (!together.isEmpty() && isFull && splits.size() < most - 1) {
        splits.add(new MessageSplit(together));
        together.clear();
      }
      together.add(part);
      before += part.messages();
    }
    if (!together.isEmpty()) {
      splits.add(new MessageSplit(together));
    }
    return splits;
  }

  List<SnapshotPart> parts() {
    return parts;
  }

  /**
   * Returns the approximate number of messages, not bytes; Hadoop starts the longest splits first.
   */
  @Override
  public long getLength() {
    return parts.stream().mapToLong(SnapshotPart::messages).sum();
  }

  /** Returns no locations, since the messages are not on the nodes of the cluster. */
  @Override
  public String[] getLocations() {
    return new String[0];
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeInt(parts.size());
    for (SnapshotPart part : parts) {
      out.writeInt(part.address());
      out.writeLong(part.messages());
      Text.writeString(out, part.slice().address().toString());
      Text.writeString(out, part.slice().text());
    }
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    List<SnapshotPart> read = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      int address = in.readInt();
      long messages = in.readLong();
      read.add(new SnapshotPart(address, slice(in), messages));
    }
    parts = read;
  }

  private static Slice slice(DataInput in) throws IOException {
    String address = Text.readString(in, LONGEST_TEXT);
    String text = Text.readString(in, LONGEST_TEXT);
    try {
      Address from = Address.parse(address);
      return Replayable.at(from).parseSlice(text);
    } catch (AddressException e) {
      throw new IOException(e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "cannot read a slice of "
              + address
              + ": "
              + e.getMessage()
              + "; use the same version of Conveyor on all machines",
          e);
    }
  }

  @Override
  public String toString() {
    return parts.stream().map(part -> part.slice().toString()).toList().toString();
  }
}
