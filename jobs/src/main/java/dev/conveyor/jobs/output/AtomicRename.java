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
 * Renames a folder wholly or not at all. Object stores copy it file by file and delete the
 * originals, and may fail in between.
 *
 * @param from an existing folder
 * @param to a path at which nothing exists
 */
record AtomicRename(FileSystem files, Path from, Path to) {

  /**
   * Renames the folder, and returns whether the file system did it.
   *
   * @throws FileNotFoundException if there is no such folder; nothing is changed then
   * @throws IOException if it failed; all files are back in their place then, unless the file
   *     system no longer answers
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

  /** Returns the files in a folder, relative to it. */
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
   * Deletes copies whose originals exist, and moves the others back. Does nothing if the source is
   * gone, or the target holds other files: another driver has moved a folder there then.
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
