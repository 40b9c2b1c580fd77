package dev.conveyor.jobs.batch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** Local files on which each driver's operations are steps that its {@link StepFault} decides. */
public final class SteppedFiles extends FilterFileSystem {
  private static final String FAULT = "conveyor.test.fault";

  private StepFault fault;

  public SteppedFiles() {
    super(new RawLocalFileSystem());
  }

  /** The settings of a driver. */
  public static Configuration of(StepFault fault) {
    Configuration configuration = new Configuration();
    configuration.set("fs.file.impl", SteppedFiles.class.getName());
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    configuration.set(FAULT, fault.name());
    return configuration;
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    fault = StepFault.named(configuration.get(FAULT));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return fault.look(() -> super.listStatus(path));
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return fault.look(() -> super.getFileStatus(path));
  }

  @Override
  public FSDataInputStream open(Path path, int buffer) throws IOException {
    return fault.look(() -> super.open(path, buffer));
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    return fault.step("mkdirs", path, () -> super.mkdirs(path));
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return fault.step("delete", path, () -> super.delete(path, recursive));
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return fault.step("rename", from, () -> super.rename(from, to));
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
          private boolean isClosed;

          @Override
          public void close() throws IOException {
            if (!isClosed) {
              isClosed = true;
              fault.step("create", path, () -> writeWhole(path, this));
            }
          }
        },
        null);
  }

  private Path writeWhole(Path path, ByteArrayOutputStream content) throws IOException {
    try (FSDataOutputStream out = fs.create(path, true)) {
      content.writeTo(out);
    }
    return path;
  }
}
