package dev.conveyor.jobs.files;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;

/**
 * {@link LocalFiles} as the class that Spark, MapReduce and S3A require, without checksum files.
 * Public since Hadoop instantiates it by name.
 */
public final class LocalFilesWithoutChecksums extends LocalFileSystem {
  public LocalFilesWithoutChecksums() {
    super(new LocalFiles());
    setWriteChecksum(false);
    setVerifyChecksum(false);
  }

  /** Registers the class for {@code file:}, unless the user has chosen another. */
  static void configure(Configuration configuration) {
    configuration.setIfUnset("fs.file.impl", LocalFilesWithoutChecksums.class.getName());
    configuration.setIfUnset("fs.file.impl.disable.cache", "true");
  }
}
