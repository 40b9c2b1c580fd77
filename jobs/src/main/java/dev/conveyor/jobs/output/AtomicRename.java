package dev.conveyor.jobs.output;

import dev.conveyor.streaming.run.FilePath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Renames a folder, all of it or nothing. Object stores copy it file by file and remove what they
 * have copied, and may fail in between.
 */
final class AtomicRename {
  private final FileSystem files;
  private final Path from;
  private final Path to;

  /**
   * @param from an existing folder
   * @param to a path at which nothing exists
   */
  AtomicRename(FileSystem files, Path from, Path to) {
    this.files = files;
    this.from = from;
    this.to = to;
  }

  /**
   * Renames the folder, and returns whether the file system did it.
   *
   * @throws FileNotFoundException if there is no such folder; nothing is touched then
   * @throws IOException if it failed; everything is where it was then, unless the file system does
   *     not answer any more
   */
  boolean run() throws IOException {
    Set<String> names = names(from);
    try {
      return files.rename(from, to);
    } catch (IOException e) {
      try {
        undo(names);
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  /** The files in a folder, relative to it. */
  private Set<String> names(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    RemoteIterator<LocatedFileStatus> found = files.listFiles(folder, true);
    while (found.hasNext()) {
      names.add(name(folder, found.next().getPath()));
    }
    return names;
  }

  private static String name(Path folder, Path file) {
    return folder.toUri().relativize(file.toUri()).getPath();
  }

  /**
   * Files in both places were only copied; files in the new one alone are moved back. Where the old
   * one is gone, or the new one holds anything else, another driver has moved there meanwhile.
   */
  private void undo(Set<String> names) throws IOException {
    if (!files.exists(from) || !files.exists(to) || !names.containsAll(names(to))) {
      return;
    }
    RemoteIterator<LocatedFileStatus> copies = files.listFiles(to, true);
    while (copies.hasNext()) {
      Path copy = copies.next().getPath();
      Path original = FilePath.child(from, name(to, copy));
      if (!files.exists(original)) {
        files.mkdirs(original.getParent());
        if (!files.rename(copy, original)) {
          throw new IOException("the file system did not rename " + copy + " to " + original);
        }
      }
    }
    files.delete(to, true);
  }
}
