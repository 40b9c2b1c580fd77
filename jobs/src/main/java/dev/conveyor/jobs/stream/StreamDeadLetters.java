package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.run.PartFile;
import dev.conveyor.streaming.spark.BatchFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes dead letters as they come, one file a job, below {@code _dead}. Belongs to one task. */
final class StreamDeadLetters implements Closeable {
  private static final String FOLDER = "_dead/";

  private final BatchFiles batch;
  private final Map<String, OutputStream> files = new TreeMap<>();
  private final Map<String, Long> counts = new TreeMap<>();

  StreamDeadLetters(BatchFiles batch) {
    this.batch = batch;
  }

  void add(StreamShuffleRecord.Dead letter) throws IOException {
    OutputStream file = files.get(letter.job());
    if (file == null) {
      file = batch.create(part(letter.job()));
      files.put(letter.job(), file);
    }
    file.write(letter.line());
    file.write('\n');
    counts.merge(letter.job(), 1L, Long::sum);
  }

  /** Closes the files and tells which there are. */
  List<ReduceOutcome> finish() throws IOException {
    close();
    List<ReduceOutcome> written = new ArrayList<>();
    counts.forEach((job, count) -> written.add(new ReduceOutcome.Written(job, part(job), count)));
    return written;
  }

  private PartFile part(String job) {
    return batch.part(FOLDER + job);
  }

  @Override
  public void close() throws IOException {
    for (OutputStream file : files.values()) {
      file.close();
    }
  }
}
