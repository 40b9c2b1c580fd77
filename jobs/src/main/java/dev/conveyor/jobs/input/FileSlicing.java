package dev.conveyor.jobs.input;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/** Cuts files into slices. */
public final class FileSlicing {
  private FileSlicing() {}

  /**
   * In order, none longer than {@code size} bytes unless the file is compressed, or otherwise not
   * plain. Looks only into files that are longer.
   *
   * @throws BatchException if one of these cannot be read
   */
  public static List<TextSlice> slices(
      List<FileStatus> files, long size, Configuration configuration) {
    Compression compression = new Compression(configuration);
    List<TextSlice> slices = new ArrayList<>();
    for (FileStatus file : files) {
      boolean whole = file.getLen() > size && !compression.isPlain(file.getPath());
      slices.addAll(slices(file, whole ? file.getLen() : size));
    }
    return slices;
  }

  private static List<TextSlice> slices(FileStatus file, long size) {
    String path = file.getPath().toString();
    long length = file.getLen();
    List<TextSlice> slices = new ArrayList<>();
    for (long from = 0; from < length; from += size) {
      slices.add(new TextSlice(path, from, from + Math.min(size, length - from)));
    }
    return slices;
  }
}
