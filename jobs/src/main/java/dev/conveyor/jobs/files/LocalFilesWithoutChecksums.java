package dev.conveyor.jobs.files;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;

/**
 * {@link LocalFiles} in the guise that Spark, MapReduce and S3A insist on, still without a file of
 * checksums beside each file. Public since Hadoop makes it by its name.
 */
public final class LocalFilesWithoutChecksums extends LocalFileSystem {
  public LocalFilesWithoutChecksums() {
    super(new LocalFiles());
    setWriteChecksum(false);
    setVerifyChecksum(false);
  }

  /** Takes its place for {@code file:} unless the user has chosen another. */
  static void configure(Configuration configuration) {
    configuration.setIfUnset("fs.file.impl", LocalFilesWithoutChecksums.class.getName());
    configuration.setIfUnset("fs.file.impl.disable.cache", "true");
  }
}
