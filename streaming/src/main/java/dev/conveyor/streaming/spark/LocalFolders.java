package dev.conveyor.streaming.spark;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.util.Utils;

/**
 * The local folders that Spark writes to: {@code spark.local.dir}, or those that the cluster names
 * instead. If Spark can use none, it ends the process without a message; if its jars do not fit, it
 * leaves folders behind.
 */
public final class LocalFolders {
  private static final String PREFIX = "conveyor-";

  private LocalFolders() {}

  /**
   * Checks that Spark can start.
   *
   * @throws IllegalStateException if none of the folders can be used, with the reason and what to
   *     set, as one line
   */
  public static void ensureUsable(SparkConf conf) {
    List<String> folders = configured(conf);
    long needed = bytesOfJars(conf);
    String reason = "";
    for (String folder : folders) {
      Optional<String> found = reason(Path.of(folder), needed);
      if (found.isEmpty()) {
        return;
      }
      reason = found.get();
    }
    throw new IllegalStateException(
        "cannot start Spark with its local folder "
            + String.join(",", folders)
            + ": "
            + reason
            + "; set spark.local.dir, SPARK_LOCAL_DIRS or java.io.tmpdir to another folder");
  }

  /** Chooses as Spark does; its own method has another signature in each version. */
  private static List<String> configured(SparkConf conf) {
    if (System.getenv("CONTAINER_ID") != null) { // A container of YARN.
      return List.of(System.getenv().getOrDefault("LOCAL_DIRS", "").split(",", -1));
    }
    String ofExecutors = System.getenv("SPARK_EXECUTOR_DIRS");
    if (ofExecutors != null) {
      return List.of(ofExecutors.split(File.pathSeparator, -1));
    }
    String set = conf.get("spark.local.dir", System.getProperty("java.io.tmpdir"));
    return List.of(System.getenv().getOrDefault("SPARK_LOCAL_DIRS", set).split(",", -1));
  }

  /** Returns the folder in which a task creates temporary files: one of Spark's, if Spark runs. */
  public static Path ofTask() {
    SparkEnv spark = SparkEnv.get();
    if (spark == null) {
      return Path.of(System.getProperty("java.io.tmpdir"));
    }
    File[] folders = spark.blockManager().diskBlockManager().localDirs();
    TaskContext task = TaskContext.get();
    long number = task == null ? 0 : task.taskAttemptId();
    return folders[(int) (number % folders.length)].toPath();
  }

  /** Returns why a folder cannot be used; empty if it can. */
  private static Optional<String> reason(Path folder, long needed) {
    try {
      Files.delete(Files.createTempDirectory(Files.createDirectories(folder), PREFIX));
      long free = Files.getFileStore(folder).getUsableSpace();
      return free < needed
          ? Optional.of(free + " bytes are free, and the jars of the job need " + needed)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Returns the size of the jars that Spark copies: inside one JVM all, on a cluster none. */
  private static long bytesOfJars(SparkConf conf) {
    return FatalTaskErrors.areInsideThisProcess(conf)
        ? Stream.of("spark.jars", "spark.files")
            .flatMap(name -> Arrays.stream(conf.get(name, "").split(",", -1)))
            .mapToLong(LocalFolders::bytes)
            .sum()
        : 0;
  }

  /** Returns the length of a local file, named by a path or, with its escapes, by a URI. */
  private static long bytes(String name) {
    URI uri = Utils.resolveURI(name);
    return "file".equals(uri.getScheme()) ? new File(uri.getPath()).length() : 0;
  }
}
