package dev.conveyor.streaming.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
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
  /** The effect of the operation at which the process dies. */
  enum Death {
    NOTHING,
    HALF,
    ALL
  }

  private static final AtomicInteger LEFT = new AtomicInteger(Integer.MAX_VALUE);
  private static volatile Death death = Death.NOTHING;

  /** The operation before which another process acts, or whose answer is lost. */
  private static final AtomicInteger UNTIL = new AtomicInteger(Integer.MAX_VALUE);

  private static volatile Optional<Meanwhile> meanwhile = Optional.empty();

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

  /** The actions of other processes while this one is paused. */
  interface Meanwhile {
    void happens() throws Exception;
  }

  /** Pauses before that operation until the other process has ended. */
  static void pauseAt(int operation, Meanwhile other) {
    meanwhile = Optional.of(other);
    UNTIL.set(operation);
  }

  /** Performs that operation and loses its answer. */
  static void loseAt(int operation) {
    meanwhile = Optional.empty();
    UNTIL.set(operation);
  }

  /** Returns whether the operation at which to pause or to lose was reached. */
  static boolean isPast() {
    return UNTIL.get() <= 0;
  }

  private static boolean isLost() throws IOException {
    boolean isNow = UNTIL.decrementAndGet() == 0;
    if (isNow && meanwhile.isPresent()) {
      try {
        meanwhile.get().happens();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    return isNow && meanwhile.isEmpty();
  }

  static void live() {
    UNTIL.set(Integer.MAX_VALUE);
    LEFT.set(Integer.MAX_VALUE);
  }

  /** Returns whether the operation at which to die was reached. */
  static boolean isDead() {
    return LEFT.get() <= 0;
  }

  private interface Step<T> {
    T make() throws IOException;
  }

  private static <T> T attempt(Step<T> step) throws IOException {
    boolean isLost = isLost();
    int left = LEFT.decrementAndGet();
    if (left < 0 || (left == 0 && death != Death.ALL)) {
      throw new IOException("the process is dead");
    }
    T made = step.make();
    if (isLost) {
      throw new IOException("the answer is lost");
    }
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
            boolean isLost = isLost();
            int left = LEFT.decrementAndGet();
            if (left < 0 || (left == 0 && death == Death.NOTHING)) {
              throw new IOException("the process is dead");
            }
            int length = left == 0 && death == Death.HALF ? count / 2 : count;
            // Without a permission: Hadoop starts a chmod for each file that has one.
            try (FSDataOutputStream out =
                fs.create(path, null, true, buffer, replication, block, progress)) {
              out.write(buf, 0, length);
            }
            if (isLost) {
              throw new IOException("the answer is lost");
            }
            if (left == 0) {
              throw new IOException("the process died just then");
            }
          }
        },
        null);
  }
}
