package dev.conveyor.jobs.chaos;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The repository, as it was built: {@code conveyor.home}, or a folder around the working one. */
final class Home {
  private static final Path ROOT = root();

  private Home() {}

  private static Path root() {
    Path folder = Path.of(System.getProperty("conveyor.home", "")).toAbsolutePath();
    while (!Files.isExecutable(folder.resolve("scripts/conveyor"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  static Path launcher() {
    return ROOT.resolve("scripts/conveyor");
  }

  /** How a Spark that is started by hand is to log. */
  static Path quietLogging() {
    return ROOT.resolve("scripts/log4j2.properties");
  }

  /** The jars of Spark and Hadoop that Maven resolved. */
  static List<Path> engineJars() throws IOException {
    String classPath = Files.readString(ROOT.resolve("jobs/target/engine.classpath")).strip();
    return Stream.of(classPath.split(File.pathSeparator, -1)).map(Path::of).toList();
  }
}
