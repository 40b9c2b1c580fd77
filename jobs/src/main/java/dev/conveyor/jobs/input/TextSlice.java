package dev.conveyor.jobs.input;

import dev.conveyor.jobs.failure.BatchException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * The records of a text file that begin at {@code from} (inclusive) to {@code to} (exclusive). A
 * record across a cut belongs to the slice before it, so all ways to cut give the same records in
 * the same order. A compressed file is one slice of its compressed bytes.
 *
 * @param path on any Hadoop file system
 */
public record TextSlice(String path, long from, long to) implements Serializable {

  /** The length in bytes on disk. */
  public long length() {
    return to - from;
  }

  /**
   * Cuts files into slices of at most {@code size} bytes, in order. A longer file that is not plain
   * text, such as a compressed one, is one slice.
   *
   * @throws BatchException if a file that is longer cannot be read
   */
  public static List<TextSlice> cut(
      List<FileStatus> files, long size, Configuration configuration) {
    Compression compression = new Compression(configuration);
    List<TextSlice> slices = new ArrayList<>();
    for (FileStatus file : files) {
      boolean isWhole = file.getLen() > size && !compression.isPlain(file.getPath());
      slices.addAll(cut(file, isWhole ? file.getLen() : size));
    }
    return slices;
  }

  private static List<TextSlice> cut(FileStatus file, long size) {
    String path = file.getPath().toString();
    long length = file.getLen();
    List<TextSlice> slices = new ArrayList<>();
    for (long from = 0; from < length; from += size) {
      slices.add(new TextSlice(path, from, from + Math.min(size, length - from)));
    }
    return slices;
  }
}
