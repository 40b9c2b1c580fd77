package dev.conveyor.jobs.dead;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
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
    boolean visit(int number, Optional<StoredLetter> letter)
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
      for (Line line = Line.next(in); line != null; line = Line.next(in)) {
        line.copyRest(in, OutputStream.nullOutputStream());
        if (line.bytes().length > 0 && !lines.visit(number, letter(line.bytes(), written))) {
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

  /**
   * A line without its end.
   *
   * @param isEnded false if more of it follows, which is no letter then
   */
  private record Line(byte[] bytes, boolean isEnded) {

    /** Returns the next line, or the beginning of a very long one; null after the last one. */
    static Line next(InputStream in) throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int read = in.read();
      if (read < 0) {
        return null;
      }
      while (read >= 0 && read != '\n') {
        line.write(read);
        if (line.size() == LONGEST_LINE) {
          return new Line(line.toByteArray(), false);
        }
        read = in.read();
      }
      return new Line(line.toByteArray(), true);
    }

    /** Copies what follows of this line, without its end. */
    void copyRest(InputStream in, OutputStream out) throws IOException {
      int read = isEnded ? '\n' : in.read();
      while (read >= 0 && read != '\n') {
        out.write(read);
        read = in.read();
      }
    }
  }

  /** Replaces letters by empty lines, so that the others keep their numbers. */
  void erase(BitSet erased) throws IOException {
    rewrite((number, line) -> erased.get(number) ? new byte[0] : line);
  }

  /** Adds to letters the time at which they were fed again. */
  void markFed(BitSet fed, Instant time) throws IOException {
    byte[] mark = (",\"" + StoredLetter.FED + "\":\"" + time + "\"}").getBytes(UTF_8);
    rewrite((number, line) -> fed.get(number) ? marked(line, mark) : line);
  }

  private static byte[] marked(byte[] line, byte[] mark) {
    int end = line.length - 1;
    while (end >= 0 && line[end] != '}') {
      end--;
    }
    if (end < 0) {
      return line;
    }
    byte[] marked = Arrays.copyOf(line, end + mark.length);
    System.arraycopy(mark, 0, marked, end, mark.length);
    return marked;
  }

  @FunctionalInterface
  private interface Edit {
    byte[] of(int number, byte[] line);
  }

  /** Replaces the file, which keeps its name and time. What is no letter stays as it is. */
  private void rewrite(Edit edit) throws IOException {
    Path rewritten = new Path(path().getParent(), "." + path().getName() + REWRITTEN);
    boolean isLeft = false;
    try (OutputStream out = new BufferedOutputStream(files.create(rewritten, true), BUFFER);
        InputStream in = new BufferedInputStream(files.open(path()), BUFFER)) {
      int number = 0;
      for (Line line = Line.next(in); line != null; line = Line.next(in)) {
        byte[] edited = edit.of(number, line.bytes());
        isLeft |= edited.length > 0;
        out.write(edited);
        line.copyRest(in, out);
        out.write('\n');
        number++;
      }
    }
    if (!isLeft) {
      files.create(rewritten, true).close();
    }
    replaceBy(rewritten);
    FedLines.of(files, path()).delete();
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
