package dev.conveyor.jobs.steps;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local file system, each call a step that a {@link Gate} lets pass. */
final class StepRawFiles extends RawLocalFileSystem {
  private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

  private Gate gate;

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    gate = Gate.of(configuration);
  }

  /** Starts no {@code chmod}; the usual permissions serve. */
  @Override
  public void setPermission(Path path, FsPermission permission) {}

  @FunctionalInterface
  private interface Call<T> {
    T make() throws IOException;
  }

  private <T> T step(String operation, Path path, Call<T> call) throws IOException {
    return step(operation, path.toUri().getPath(), call);
  }

  /** A call that another one makes is a part of that step; files of checksums are none. */
  private <T> T step(String operation, String thing, Call<T> call) throws IOException {
    if (INSIDE.get() || thing.endsWith(".crc")) {
      return call.make();
    }
    boolean isLost = gate.pass(operation, thing);
    INSIDE.set(true);
    try {
      T answer = call.make();
      if (!isLost) {
        return answer;
      }
      if (answer instanceof Closeable open) {
        open.close();
      }
      throw new IOException("the answer to " + operation + " " + thing + " was lost");
    } finally {
      INSIDE.set(false);
    }
  }

  private FSDataOutputStream create(Path path, Call<FSDataOutputStream> call) throws IOException {
    if (INSIDE.get()) {
      return call.make();
    }
    FSDataOutputStream out = step("create", path, call);
    return new FSDataOutputStream(new StepOutput(out, gate, path.toUri().getPath()), null);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    return create(path, () -> super.create(path, overwrite, buffer, replication, block, progress));
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
    return create(
        path,
        () -> super.create(path, permission, overwrite, buffer, replication, block, progress));
  }

  @Override
  public FSDataOutputStream createNonRecursive(
      Path path,
      FsPermission permission,
      EnumSet<CreateFlag> flags,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    return create(
        path,
        () ->
            super.createNonRecursive(
                path, permission, flags, buffer, replication, block, progress));
  }

  @Override
  public FSDataOutputStream append(Path path, int buffer, Progressable progress)
      throws IOException {
    return create(path, () -> super.append(path, buffer, progress));
  }

  @Override
  public FSDataInputStream open(Path path, int buffer) throws IOException {
    return step("open", path, () -> super.open(path, buffer));
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    String thing = from.toUri().getPath() + " to " + to.toUri().getPath();
    return step("rename", thing, () -> super.rename(from, to));
  }

  /**
   * Renames in one step, as a file system does that several drivers share: nothing comes between
   * the look at the target and the rename.
   */
  @SuppressWarnings("deprecation") // Hadoop has no other that looks at the target itself.
  void rename(Path from, Path to, boolean overwrite) throws IOException {
    String thing = from.toUri().getPath() + " to " + to.toUri().getPath();
    step(
        "rename",
        thing,
        () -> {
          super.rename(from, to, overwrite ? Options.Rename.OVERWRITE : Options.Rename.NONE);
          return true;
        });
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return step("delete", path, () -> super.delete(path, recursive));
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    return step("mkdirs", path, () -> super.mkdirs(path));
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    return step("mkdirs", path, () -> super.mkdirs(path, permission));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return step("list", path, () -> super.listStatus(path));
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return step("status", path, () -> super.getFileStatus(path));
  }

  @Override
  public boolean exists(Path path) throws IOException {
    return step("status", path, () -> super.exists(path));
  }
}
