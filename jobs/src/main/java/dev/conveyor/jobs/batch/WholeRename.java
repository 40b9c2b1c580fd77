package dev.conveyor.jobs.batch;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Renames a folder, all of it or nothing. Object stores copy it file by file and remove what they
 * have copied, and may fail in between.
 */
final class WholeRename {
  private WholeRename() {}

  /**
   * Whether the file system did it.
   *
   * @param to where nothing is
   * @throws IOException if it failed; everything is where it was then, unless the file system does
   *     not answer any more
   */
  static boolean of(FileSystem files, Path from, Path to) throws IOException {
    try {
      return files.rename(from, to);
    } catch (IOException e) {
      try {
        undo(files, from, to);
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  /** What is in both places was copied only; what is in the new one alone goes back. */
  private static void undo(FileSystem files, Path from, Path to) throws IOException {
    if (!files.exists(to)) {
      return;
    }
    RemoteIterator<LocatedFileStatus> copies = files.listFiles(to, true);
    while (copies.hasNext()) {
      Path copy = copies.next().getPath();
      String name = to.toUri().relativize(copy.toUri()).getPath();
      Path original = new Path(from, new Path(null, null, name));
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
