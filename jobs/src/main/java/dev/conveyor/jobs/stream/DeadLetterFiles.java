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
  private final BatchFolder folder;
  private final Map<String, OutputStream> files = new TreeMap<>();
  private final Map<String, Long> counts = new TreeMap<>();

  DeadLetterFiles(BatchFolder folder) {
    this.folder = folder;
  }

  void add(Piece.Dead letter) throws IOException {
    OutputStream file = files.get(letter.job());
    if (file == null) {
      file = folder.create(folder.deadLetters(letter.job(), 0));
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
    counts.forEach((job, count) -> written.add(folder.deadLetters(job, count)));
    return written;
  }

  @Override
  public void close() throws IOException {
    for (OutputStream file : files.values()) {
      file.close();
    }
  }
}
