package dev.conveyor.jobs.local;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.pipeline.DeadLetterSink;
import dev.conveyor.jobs.stage.DeadLetter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes dead records to a file as they come; without any there is no file. Safe for threads. */
final class DeadLetterWriter implements DeadLetterSink, AutoCloseable {
  private final FileSystem files;
  private final Path file;
  private OutputStream out;

  DeadLetterWriter(FileSystem files, Path file) {
    this.files = files;
    this.file = file;
  }

  @Override
  public synchronized void write(DeadLetter letter) {
    try {
      if (out == null) {
        out = new BufferedOutputStream(files.create(file, true));
      }
      out.write(letter.toJson());
      out.write('\n');
    } catch (IOException e) {
      throw BatchException.cannot("write " + file, e, "free space there or name another output");
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
