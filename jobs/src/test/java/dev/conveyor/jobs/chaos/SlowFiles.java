package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The same as {@link SlowFileSystem} for callers of a file context, as Spark's checkpoints are. */
public final class SlowFiles extends DelegateToFileSystem {

  /** As Hadoop makes it by its name. */
  public SlowFiles(URI name, Configuration configuration) throws IOException, URISyntaxException {
    super(name, new LocalFileSystem(), configuration, "file", false);
  }

  @Override
  public FSDataOutputStream createInternal(
      Path file,
      EnumSet<CreateFlag> flags,
      FsPermission permission,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress,
      Options.ChecksumOpt checksum,
      boolean createParent)
      throws IOException {
    SlowFileSystem.hold();
    return super.createInternal(
        file,
        flags,
        permission,
        bufferSize,
        replication,
        blockSize,
        progress,
        checksum,
        createParent);
  }

  @Override
  public void renameInternal(Path from, Path to) throws IOException {
    SlowFileSystem.hold();
    super.renameInternal(from, to);
  }

  @Override
  public boolean delete(Path file, boolean recursive) throws IOException {
    SlowFileSystem.hold();
    return super.delete(file, recursive);
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    SlowFileSystem.hold();
    return super.listStatus(folder);
  }
}
