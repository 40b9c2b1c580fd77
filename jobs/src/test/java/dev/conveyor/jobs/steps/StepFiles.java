package dev.conveyor.jobs.steps;

import org.apache.hadoop.fs.LocalFileSystem;

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
}
