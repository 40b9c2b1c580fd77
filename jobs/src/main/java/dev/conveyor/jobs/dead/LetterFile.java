package dev.conveyor.jobs.dead;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.BitSet;
import java.util.Optional;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A finished file of dead letters, a line of JSON each.
 *
 * @param job whose letters these are
 */
record LetterFile(FileSystem files, FileStatus status, String job) {
  /** More than a letter takes: 64 KiB of a body, its reason and its source. */
  private static final int LONGEST_LINE = 4 << 20;

  private static final int BUFFER = 64 << 10;
  private static final String REWRITTEN = ".rewritten";

  /** Visits a line; a line without a letter has none. Returns false to end. */
  @FunctionalInterface
  interface Lines {
    boolean visit(int number, byte[] line, Optional<StoredLetter> letter)
        throws IOException, InterruptedException;
  }

  Path path() {
    return status.getPath();
  }

  /** Reads the lines in order, and returns whether all were visited. Skips empty ones. */
  boolean read(Lines lines) throws IOException, InterruptedException {
    Instant written = Instant.ofEpochMilli(status.getModificationTime());
    try (InputStream in = new BufferedInputStream(files.open(path()), BUFFER)) {
      int number = 0;
      for (byte[] line = next(in); line != null; line = next(in)) {
        if (line.length > 0 && !lines.visit(number, line, letter(line, written))) {
          return false;
        }
        number++;
      }
      return true;
    }
  }

  private Optional<StoredLetter> letter(byte[] line, Instant written) {
    try {
      return Optional.of(StoredLetter.parse(new String(line, UTF_8), job, written));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the next line without its end, cut at a maximum; null after the last one. */
  private static byte[] next(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int read = in.read();
    if (read < 0) {
      return null;
    }
    while (read >= 0 && read != '\n') {
      if (line.size() < LONGEST_LINE) {
        line.write(read);
      }
      read = in.read();
    }
    return line.toByteArray();
  }

  /**
   * Replaces the file by one with empty lines in place of these, so that the others keep their
   * numbers. The file keeps its name and time.
   */
  void erase(BitSet erased) throws IOException, InterruptedException {
    Path rewritten = new Path(path().getParent(), "." + path().getName() + REWRITTEN);
    boolean[] isLeft = new boolean[1];
    try (OutputStream out = new BufferedOutputStream(files.create(rewritten, true), BUFFER);
        InputStream in = new BufferedInputStream(files.open(path()), BUFFER)) {
      int number = 0;
      for (int read = in.read(); read >= 0; read = in.read()) {
        isLeft[0] |= read != '\n' && !erased.get(number);
        if (read == '\n' || !erased.get(number)) {
          out.write(read);
        }
        number += read == '\n' ? 1 : 0;
      }
    }
    if (!isLeft[0]) {
      files.create(rewritten, true).close();
    }
    replaceBy(rewritten);
    if (!isLeft[0]) {
      FedLines.of(files, path()).delete();
    }
    files.setTimes(path(), status.getModificationTime(), -1);
  }

  private void replaceBy(Path rewritten) throws IOException {
    if (!renamed(rewritten)) {
      files.delete(path(), false);
      if (!files.rename(rewritten, path())) {
        throw new IOException("the file system did not rename " + rewritten);
      }
    }
  }

  private boolean renamed(Path rewritten) throws IOException {
    try {
      return files.rename(rewritten, path());
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** Finishes what an earlier process has begun with a file that it rewrote. */
  static void finish(FileSystem files, FileStatus left) throws IOException {
    String name = left.getPath().getName();
    Path file =
        new Path(left.getPath().getParent(), name.substring(1, name.length() - REWRITTEN.length()));
    if (files.exists(file)) {
      files.delete(left.getPath(), false);
    } else {
      files.rename(left.getPath(), file);
    }
  }

  /** Returns whether a file is one that {@link #finish} takes. */
  static boolean isRewritten(FileStatus file) {
    String name = file.getPath().getName();
    return name.startsWith(".part-") && name.endsWith(REWRITTEN);
  }
}
