package dev.conveyor.jobs.files;

import dev.conveyor.streaming.system.SystemText;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, with other permissions and names.
 *
 * <p>It sets permissions itself. Hadoop starts a {@code chmod} for every file and folder; a Ctrl-C
 * in a terminal reaches that process too, and would fail the running batch.
 *
 * <p>It rejects names that this JVM cannot pass to the system, see {@link SystemText}. Hadoop would
 * find another file, or none.
 */
final class LocalFiles extends RawLocalFileSystem {
  /**
   * @throws IllegalArgumentException if the system would see another name
   */
  @Override
  public File pathToFile(org.apache.hadoop.fs.Path path) {
    String name = path.toUri().getPath();
    // A name that came in damaged is looked up, and not found.
    if (!SystemText.isPassable(name) && !SystemText.isDamaged(name)) {
      throw new IllegalArgumentException(
          "the name " + name + " cannot be used: " + SystemText.reason());
    }
    return super.pathToFile(path);
  }

  /** Adds an entry for each file whose name is unreadable, which Hadoop omits. */
  @Override
  public FileStatus[] listStatus(org.apache.hadoop.fs.Path folder) throws IOException {
    FileStatus[] readable = super.listStatus(folder);
    String[] names = pathToFile(folder).list();
    return names == null
        ? readable
        : Stream.concat(Arrays.stream(readable), unreadable(folder, names))
            .toArray(FileStatus[]::new);
  }

  private Stream<FileStatus> unreadable(org.apache.hadoop.fs.Path folder, String[] names) {
    return Arrays.stream(names)
        .filter(SystemText::isDamaged)
        .map(name -> new org.apache.hadoop.fs.Path(folder, name))
        .map(path -> new FileStatus(0, false, 1, 0, 0, makeQualified(path)));
  }

  @Override
  public void setPermission(org.apache.hadoop.fs.Path path, FsPermission permission)
      throws IOException {
    Path file = pathToFile(path).toPath();
    if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null) {
      String symbols =
          permission.getUserAction().SYMBOL
              + permission.getGroupAction().SYMBOL
              + permission.getOtherAction().SYMBOL;
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(symbols));
    }
  }
}
