package dev.conveyor.jobs.files;

import org.apache.hadoop.conf.Configuration;

/** Which class serves which scheme, where the user or the installation has not said. */
public final class FileSystems {
  private static final String S3 = "fs.s3.impl";
  private static final String S3_COMMITTERS = "mapreduce.outputcommitter.factory.scheme.s3";

  private FileSystems() {}

  /** For a process that reads and writes files of this machine too. */
  public static void configure(Configuration configuration) {
    LocalFilesWithoutChecksums.configure(configuration);
    // S3A buffers what it writes in files of this machine, by a class of the application's jar.
    configuration.setIfUnset("fs.s3a.classloader.isolation", "false");
    configureS3(configuration);
  }

  /**
   * Makes {@code s3://} another name of {@code s3a://}, also in the choice of committers. On EMR it
   * is set, and stays.
   */
  public static void configureS3(Configuration configuration) {
    if (configuration.get(S3) == null) {
      configuration.set(S3, "org.apache.hadoop.fs.s3a.S3AFileSystem");
      configuration.setIfUnset(
          S3_COMMITTERS, "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");
    }
  }
}
