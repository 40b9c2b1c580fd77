package dev.conveyor.jobs.steps;

import java.io.IOException;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The local file system of a driver, without files of checksums; each call is a step. Public since
 * Hadoop makes it by its name.
 */
public final class StepFiles extends LocalFileSystem {
  public StepFiles() {
    super(new StepRawFiles());
    setWriteChecksum(false);
    setVerifyChecksum(false);
  }

  /** Renames in one step. */
  void rename(Path from, Path to, boolean overwrite) throws IOException {
    ((StepRawFiles) getRawFileSystem()).rename(from, to, overwrite);
  }
}
