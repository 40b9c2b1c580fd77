package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local file system, each step of which takes a while as long as a file says how long. */
public final class SlowFileSystem extends LocalFileSystem {
  /** The environment variable that names the file; it holds milliseconds. */
  static final String VARIABLE = "CHAOS_SLOW_DISK";

  /** Takes that while. */
  static void hold() throws IOException {
    java.nio.file.Path file = java.nio.file.Path.of(System.getenv(VARIABLE));
    if (Files.exists(file)) {
      String millis = Files.readString(file).strip();
      try {
        Thread.sleep(millis.isEmpty() ? 0 : Long.parseLong(millis));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    hold();
    return super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    hold();
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path file, boolean recursive) throws IOException {
    hold();
    return super.delete(file, recursive);
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    hold();
    return super.listStatus(folder);
  }
}
