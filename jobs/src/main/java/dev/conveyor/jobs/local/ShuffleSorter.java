package dev.conveyor.jobs.local;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.pipeline.ShuffleKey;
import dev.conveyor.jobs.pipeline.ShuffleSink;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.WritableComparator;

/**
 * Sorts the shuffle records of all map tasks with Hadoop's sorter, on local disk if they exceed 100
 * MiB of memory. Closing deletes its files. Belongs to one thread, and each sink to another one.
 */
final class ShuffleSorter implements Closeable {
  private final Configuration configuration;
  private final FileSystem files;
  private final Path folder;
  private final List<SequenceFile.Writer> writers = new ArrayList<>();

  private ShuffleSorter(Configuration configuration, FileSystem files, Path folder) {
    this.configuration = configuration;
    this.files = files;
    this.folder = folder;
  }

  /** Creates a sorter with a temporary folder. */
  static ShuffleSorter open(Configuration configuration) throws IOException {
    Path folder = new Path(Files.createTempDirectory("conveyor-sort-").toUri());
    return new ShuffleSorter(configuration, folder.getFileSystem(configuration), folder);
  }

  /** Returns a sink for one map task. */
  ShuffleSink newSink() throws IOException {
    SequenceFile.Writer writer =
        SequenceFile.createWriter(
            configuration,
            SequenceFile.Writer.file(file(writers.size())),
            SequenceFile.Writer.keyClass(ShuffleKey.class),
            SequenceFile.Writer.valueClass(BytesWritable.class),
            SequenceFile.Writer.compression(SequenceFile.CompressionType.NONE));
    writers.add(writer);
    return (key, bytes) -> {
      try {
        writer.append(key, new BytesWritable(bytes));
      } catch (IOException e) {
        throw BatchException.cannot(
            "sort in " + folder, e, "free space there or set java.io.tmpdir to another folder");
      }
    };
  }

  private Path file(int task) {
    return new Path(folder, "task-" + task);
  }

  /**
   * Returns all shuffle records in order, after the map tasks have ended. Close it before the
   * sorter.
   */
  SortedShuffle sorted() throws IOException {
    Path[] unsorted = new Path[writers.size()];
    for (int task = 0; task < unsorted.length; task++) {
      writers.get(task).close();
      unsorted[task] = file(task);
    }
    SequenceFile.Sorter sorter =
        new SequenceFile.Sorter(
            files,
            WritableComparator.get(ShuffleKey.class, configuration),
            ShuffleKey.class,
            BytesWritable.class,
            configuration);
    sorter.setProgressable(ShuffleSorter::heedInterrupt);
    return new SortedShuffle(
        Optional.ofNullable(sorter.sortAndIterate(unsorted, new Path(folder, "sorted"), true)));
  }

  private static void heedInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw new UncheckedIOException(new InterruptedIOException("interrupted"));
    }
  }

  @Override
  public void close() throws IOException {
    for (SequenceFile.Writer writer : writers) {
      abandon(writer);
    }
    files.delete(folder, true);
  }

  /** Closes a writer. Ignores failures, such as a full disk, since the data is no longer needed. */
  private static void abandon(SequenceFile.Writer writer) {
    try {
      writer.close();
    } catch (IOException | FSError e) {
      // The file is deleted next.
    }
  }
}
