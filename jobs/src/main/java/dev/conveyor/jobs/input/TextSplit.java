package dev.conveyor.jobs.input;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.mapreduce.InputSplit;

/** The input of one map task: a slice of a large file, or many small files. */
public final class TextSplit extends InputSplit implements Writable {
  private final List<TextSlice> slices = new ArrayList<>();
  private final List<String> hosts = new ArrayList<>();

  /** For Hadoop, which then calls {@link #readFields}. */
  public TextSplit() {}

  /**
   * @param hosts that store the slices on their disks
   */
  TextSplit(List<TextSlice> slices, List<String> hosts) {
    this.slices.addAll(slices);
    this.hosts.addAll(hosts);
  }

  List<TextSlice> slices() {
    return slices;
  }

  /** Returns the length in bytes, at least one for each slice, since Spark skips empty splits. */
  @Override
  public long getLength() {
    return slices.stream().mapToLong(slice -> 1 + slice.length()).sum();
  }

  @Override
  public String[] getLocations() {
    return hosts.toArray(String[]::new);
  }

  /** Writes the slices only; hosts are for the scheduler. */
  @Override
  public void write(DataOutput out) throws IOException {
    out.writeInt(slices.size());
    for (TextSlice slice : slices) {
      Text.writeString(out, slice.path());
      out.writeLong(slice.from());
      out.writeLong(slice.to());
    }
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    slices.clear();
    for (int left = in.readInt(); left > 0; left--) {
      slices.add(new TextSlice(Text.readString(in), in.readLong(), in.readLong()));
    }
  }

  /** Describes the split for Hadoop's logs. */
  @Override
  public String toString() {
    TextSlice first = slices.get(0);
    String others = slices.size() == 1 ? "" : " and " + (slices.size() - 1) + " more";
    return first.path() + " from " + first.from() + " to " + first.to() + others;
  }
}
