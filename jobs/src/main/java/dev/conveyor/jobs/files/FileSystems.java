package dev.conveyor.jobs.files;

import org.apache.hadoop.conf.Configuration;

/** Default file system classes, where neither the user nor the installation has chosen one. */
public final class FileSystems {
  private static final String S3 = "fs.s3.impl";
  private static final String S3_COMMITTERS = "mapreduce.outputcommitter.factory.scheme.s3";

  private FileSystems() {}

  /** Configures a process that also reads and writes local files. */
  public static void configure(Configuration configuration) {
    LocalFilesWithoutChecksums.configure(configuration);
    // S3A buffers its output in local files, by a class of the application's jar.
    configuration.setIfUnset("fs.s3a.classloader.isolation", "false");
    configureS3(configuration);
  }

  /**
   * Makes {@code s3://} an alias of {@code s3a://}, also for committers. On EMR the setting exists,
   * and stays.
   */
  public static void configureS3(Configuration configuration) {
    if (configuration.get(S3) == null) {
      configuration.set(S3, "org.apache.hadoop.fs.s3a.S3AFileSystem");
      configuration.setIfUnset(
          S3_COMMITTERS, "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");
    }
  }
}
