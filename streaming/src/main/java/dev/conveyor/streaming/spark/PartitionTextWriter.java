package dev.conveyor.streaming.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.run.PartFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Writes a partition as lines of text into one file, unless it is empty. */
final class PartitionTextWriter<T> implements FlatMapFunction<Iterator<T>, PartFile> {
  private static final long serialVersionUID = 1;

  private final BatchFiles files;
  private final String folder;

  PartitionTextWriter(BatchFiles files, String folder) {
    this.files = files;
    this.folder = folder;
  }

  @Override
  public Iterator<PartFile> call(Iterator<T> records) throws IOException {
    if (!records.hasNext()) {
      return List.<PartFile>of().iterator();
    }
    PartFile part = files.part(folder);
    try (OutputStream out = files.create(part)) {
      while (records.hasNext()) {
        out.write((records.next() + "\n").getBytes(UTF_8));
      }
    }
    return List.of(part).iterator();
  }
}
