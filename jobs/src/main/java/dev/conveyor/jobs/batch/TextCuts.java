package dev.conveyor.jobs.batch;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/** Cuts files into slices. */
public final class TextCuts {
  private TextCuts() {}

  /** In order, none longer than {@code size} bytes unless it is a compressed file. */
  public static List<TextSlice> slices(
      List<FileStatus> files, long size, Configuration configuration) {
    Compression compression = new Compression(configuration);
    List<TextSlice> slices = new ArrayList<>();
    for (FileStatus file : files) {
      slices.addAll(slices(file, compression.isCompressed(file.getPath()), size));
    }
    return slices;
  }

  private static List<TextSlice> slices(FileStatus file, boolean whole, long size) {
    String path = file.getPath().toString();
    long length = file.getLen();
    if (whole) {
      return List.of(new TextSlice(path, 0, length));
    }
    List<TextSlice> slices = new ArrayList<>();
    for (long from = 0; from < length; from += size) {
      slices.add(new TextSlice(path, from, Math.min(length, from + size)));
    }
    return slices;
  }
}
