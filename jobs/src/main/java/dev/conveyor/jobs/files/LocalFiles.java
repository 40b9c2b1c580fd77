package dev.conveyor.jobs.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, but for permissions, which it sets itself. Hadoop starts a {@code
 * chmod} for every file and folder; a Ctrl-C in a terminal reaches that too, and the batch in hand
 * would fail.
 */
final class LocalFiles extends RawLocalFileSystem {
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
