package dev.conveyor.jobs.dead;

import dev.conveyor.streaming.run.BatchSpan;
import dev.conveyor.streaming.run.FilePath;
import dev.conveyor.streaming.run.FileReason;
import dev.conveyor.streaming.run.FoldedBatches;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The dead letters in the folder of a batch's or stream's results. Belongs to one thread. */
public final class LetterFolder {
  private static final String DEAD = "_dead";
  private static final String SUCCESS = "_SUCCESS";

  private final String name;
  private final FileSystem files;
  private final Path dead;
  private final boolean onlyFed;
  private long unfinished;
  private long unreadable;
  private long fed;

  /** Visits a letter. Returns false to end. */
  @FunctionalInterface
  public interface Visitor {
    boolean visit(StoredLetter letter) throws IOException, InterruptedException;
  }

  private LetterFolder(String name, FileSystem files, Path dead, boolean onlyFed) {
    this.name = name;
    this.files = files;
    this.dead = dead;
    this.onlyFed = onlyFed;
  }

  /**
   * Opens the folder.
   *
   * @param folder of the results, or its {@code _dead}
   * @param onlyFed whether the letters are those that were fed again, or else those that were not
   * @throws LetterException if there is no such folder, or its file system fails
   */
  public static LetterFolder open(String folder, boolean onlyFed, Configuration configuration) {
    try {
      Path path = FilePath.of(folder);
      FileSystem files = path.getFileSystem(configuration);
      if (!files.getFileStatus(path).isDirectory()) {
        throw new LetterException(
            "read", folder, "it is a file; name the folder of the results", null);
      }
      Path dead = path.getName().equals(DEAD) ? path : new Path(path, DEAD);
      return new LetterFolder(folder, files, dead, onlyFed);
    } catch (FileNotFoundException e) {
      throw new LetterException(
          "read", folder, "there is no such folder; name the output of batch, stream or demo", e);
    } catch (IOException | IllegalArgumentException e) {
      throw failed("read", folder, e);
    }
  }

  private static LetterException failed(String action, String folder, Exception e) {
    return new LetterException(action, folder, FileReason.of(e) + "; check the file system", e);
  }

  /** Returns the folder of the results. */
  public String results() {
    return dead.getParent().toString();
  }

  /** Returns whether a path names the folder of the results. */
  public boolean isAt(String path) {
    return files.makeQualified(FilePath.of(path)).equals(files.makeQualified(dead.getParent()));
  }

  /** Returns the number of letters that were fed again and not visited. */
  public long fed() {
    return fed;
  }

  /** Returns the number of batches that were not read since they are not finished. */
  public long unfinished() {
    return unfinished;
  }

  /** Returns the number of lines that are no dead letter. */
  public long unreadable() {
    return unreadable;
  }

  /**
   * Visits the letters of finished files.
   *
   * @throws LetterException if the file system fails
   */
  public void visit(Visitor visitor) throws InterruptedException {
    try {
      for (LetterFile file : letterFiles()) {
        if (!read(file, FedLines.of(files, file.path()), (line, letter) -> visitor.visit(letter))) {
          return;
        }
      }
    } catch (IOException e) {
      throw failed("read", name, e);
    }
  }

  /**
   * Deletes the letters that are selected, file by file, and returns their number.
   *
   * @throws LetterException if the file system fails; letters of earlier files are deleted
   */
  public long delete(LetterFilter filter) throws InterruptedException {
    long deleted = 0;
    try {
      for (LetterFile file : letterFiles()) {
        BitSet selected = new BitSet();
        read(
            file,
            FedLines.of(files, file.path()),
            (line, letter) -> {
              if (filter.selects(letter.reason(), letter.time())) {
                selected.set(line);
              }
              return true;
            });
        if (!selected.isEmpty()) {
          file.erase(selected);
          deleted += selected.cardinality();
        }
      }
    } catch (IOException e) {
      throw failed("delete", name, e);
    }
    return deleted;
  }

  /**
   * Feeds the letters that are selected. Portions are noted after their messages have arrived, so
   * that a process that dies in between feeds one of them again. When all of a file are fed, they
   * are marked in the file itself.
   *
   * @throws LetterException if the file system fails; what was fed by then is marked
   */
  public void feed(LetterFilter filter, LetterFeed feed) throws InterruptedException {
    try {
      for (LetterFile file : letterFiles()) {
        FedLines marks = FedLines.of(files, file.path());
        feed.into(marks);
        read(
            file,
            marks,
            (line, letter) -> {
              if (filter.selects(letter.reason(), letter.time())) {
                feed.add(line, letter);
              }
              return true;
            });
        feed.flush();
        if (!marks.lines().isEmpty()) {
          file.markFed(marks.lines(), Instant.now());
        }
      }
    } catch (IOException e) {
      throw failed("feed", name, e);
    }
  }

  /** Visits a letter with the number of its line. Returns false to end. */
  @FunctionalInterface
  private interface NumberedVisitor {
    boolean visit(int line, StoredLetter letter) throws IOException, InterruptedException;
  }

  private boolean read(LetterFile file, FedLines marks, NumberedVisitor visitor)
      throws IOException, InterruptedException {
    BitSet before = (BitSet) marks.lines().clone();
    return file.read(
        (number, letter) -> {
          if (letter.isEmpty()) {
            unreadable++;
            return true;
          }
          boolean isFed = letter.get().isFed() || before.get(number);
          if (isFed != onlyFed) {
            fed += isFed ? 1 : 0;
            return true;
          }
          return visitor.visit(number, letter.get());
        });
  }

  private List<LetterFile> letterFiles() throws IOException {
    unfinished = 0;
    unreadable = 0;
    fed = 0;
    List<LetterFile> found = new ArrayList<>();
    boolean isBatchDone = files.exists(new Path(dead.getParent(), SUCCESS));
    for (FileStatus job : list(dead)) {
      if (job.isDirectory()) {
        addFiles(job.getPath(), job.getPath().getName(), isBatchDone, found);
      }
    }
    return found;
  }

  private void addFiles(Path folder, String job, boolean isDone, List<LetterFile> found)
      throws IOException {
    List<FileStatus> all = list(folder);
    for (FileStatus one : all) {
      if (isDone && LetterFile.isRewritten(one)) {
        LetterFile.finish(files, one);
      }
    }
    boolean hasLeft = all.stream().anyMatch(LetterFile::isRewritten);
    boolean isWaiting = false;
    FoldedBatches folds =
        FoldedBatches.in(files, folder, all.stream().map(one -> one.getPath().getName()).toList());
    for (FileStatus one : isDone && hasLeft ? list(folder) : all) {
      String name = one.getPath().getName();
      if (one.isDirectory() && BatchSpan.named(name).isPresent()) {
        if (folds.hide(name)) {
          continue;
        }
        addFiles(one.getPath(), job, files.exists(new Path(one.getPath(), SUCCESS)), found);
      } else if (one.isFile() && name.startsWith("part-")) {
        isWaiting |= !isDone;
        if (isDone) {
          found.add(new LetterFile(files, one, job));
        }
      }
    }
    unfinished += isWaiting ? 1 : 0;
  }

  /** Returns what lies in a folder, batches by their number; nothing if there is no folder. */
  private List<FileStatus> list(Path folder) throws IOException {
    try {
      return Arrays.stream(files.listStatus(folder))
          .sorted(
              Comparator.comparingLong(LetterFolder::firstBatch)
                  .thenComparing(one -> one.getPath().getName()))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  private static long firstBatch(FileStatus one) {
    return BatchSpan.named(one.getPath().getName()).map(BatchSpan::first).orElse(-1L);
  }

  /** Dead letters cannot be read or changed. The exit code is 1. */
  public static final class LetterException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LetterException(String action, String folder, String reason, Exception cause) {
      super("cannot " + action + " the dead letters of " + folder + ": " + reason, cause);
    }
  }
}
