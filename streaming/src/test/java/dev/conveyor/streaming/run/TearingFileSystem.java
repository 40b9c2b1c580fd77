package dev.conveyor.streaming.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Local files whose process dies at one of its operations: from then on every operation fails, as
 * it would for a process that is gone. Refuses renames; creating a file never excludes another.
 */
public final class TearingFileSystem extends FilterFileSystem {
  /** What the operation at which the process dies has done. */
  enum Death {
    NOTHING,
    HALF,
    ALL
  }

  private static final AtomicInteger LEFT = new AtomicInteger(Integer.MAX_VALUE);
  private static volatile Death death = Death.NOTHING;

  public TearingFileSystem() {
    super(new RawLocalFileSystem());
  }

  static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set("fs.file.impl", TearingFileSystem.class.getName());
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    return configuration;
  }

  static void dieAt(int operation, Death how) {
    death = how;
    LEFT.set(operation);
  }

  static void live() {
    LEFT.set(Integer.MAX_VALUE);
  }

  /** Whether the operation at which to die was reached. */
  static boolean isDead() {
    return LEFT.get() <= 0;
  }

  private interface Step<T> {
    T make() throws IOException;
  }

  private static <T> T attempt(Step<T> step) throws IOException {
    int left = LEFT.decrementAndGet();
    if (left < 0 || (left == 0 && death != Death.ALL)) {
      throw new IOException("the process is dead");
    }
    T made = step.make();
    if (left == 0) {
      throw new IOException("the process died just then");
    }
    return made;
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return attempt(() -> super.listStatus(path));
  }

  @Override
  public FSDataInputStream open(Path path, int buffer) throws IOException {
    return attempt(() -> super.open(path, buffer));
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return attempt(() -> super.delete(path, recursive));
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException("rename");
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    return new FSDataOutputStream(
        new ByteArrayOutputStream() {
          @Override
          public void close() throws IOException {
            int left = LEFT.decrementAndGet();
            if (left < 0 || (left == 0 && death == Death.NOTHING)) {
              throw new IOException("the process is dead");
            }
            int length = left == 0 && death == Death.HALF ? count / 2 : count;
            try (FSDataOutputStream out = fs.create(path, true)) {
              out.write(buf, 0, length);
            }
            if (left == 0) {
              throw new IOException("the process died just then");
            }
          }
        },
        null);
  }
}
