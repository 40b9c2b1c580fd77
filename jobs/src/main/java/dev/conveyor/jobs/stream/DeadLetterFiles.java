package dev.conveyor.jobs.stream;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes dead letters as they come, one file a job. Belongs to one task. */
final class DeadLetterFiles implements Closeable {
  private final BatchFolders folders;
  private final long batch;
  private final int part;
  private final long attempt;
  private final Map<String, OutputStream> files = new TreeMap<>();
  private final Map<String, Long> counts = new TreeMap<>();

  DeadLetterFiles(BatchFolders folders, long batch, int part, long attempt) {
    this.folders = folders;
    this.batch = batch;
    this.part = part;
    this.attempt = attempt;
  }

  void add(Piece.Dead letter) throws IOException {
    OutputStream file = files.get(letter.job());
    if (file == null) {
      file = folders.create(written(letter.job(), 0));
      files.put(letter.job(), file);
    }
    file.write(letter.line());
    file.write('\n');
    counts.merge(letter.job(), 1L, Long::sum);
  }

  /** Closes the files and tells which there are. */
  List<Outcome> finish() throws IOException {
    close();
    List<Outcome> written = new ArrayList<>();
    counts.forEach((job, count) -> written.add(written(job, count)));
    return written;
  }

  private Outcome.Written written(String job, long count) {
    return BatchFolders.attempt(job, BatchFolders.deadLetters(job, batch), part, attempt, count);
  }

  @Override
  public void close() throws IOException {
    for (OutputStream file : files.values()) {
      file.close();
    }
  }
}
