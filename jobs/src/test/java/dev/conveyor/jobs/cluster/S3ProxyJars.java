package dev.conveyor.jobs.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The class path of {@code jobs/s3proxy/pom.xml}, which Maven resolves for the first who asks. */
final class S3ProxyJars {
  private static final Path POM = Installation.HOME.resolve("jobs/s3proxy/pom.xml");
  private static final Path FOUND = Installation.TARGET.resolve("s3proxy.classpath");

  private S3ProxyJars() {}

  /** Tests run in several processes at a time; Maven runs in one of them. */
  static String classPath() throws IOException, InterruptedException {
    Path lock = Installation.TARGET.resolve("s3proxy.lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (!held.isValid() || !isFound()) {
        resolve();
      }
      return Files.readString(FOUND).strip();
    }
  }

  private static boolean isFound() throws IOException {
    return Files.exists(FOUND)
        && Files.getLastModifiedTime(FOUND).compareTo(Files.getLastModifiedTime(POM)) > 0
        && Stream.of(Files.readString(FOUND).strip().split(File.pathSeparator, -1))
            .allMatch(jar -> Files.exists(Path.of(jar)));
  }

  private static void resolve() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-q", "-f", POM.toString()));
    String repository = System.getProperty("localRepository");
    if (repository != null) {
      command.add("-Dmaven.repo.local=" + repository);
    }
    command.addAll(List.of("dependency:build-classpath", "-Dmdep.outputFile=" + FOUND));
    Process maven = new ProcessBuilder(command).redirectErrorStream(true).start();
    maven.getOutputStream().close();
    String said = new String(maven.getInputStream().readAllBytes(), UTF_8);
    if (maven.waitFor() != 0) {
      throw new IOException("cannot resolve " + POM + ": " + said);
    }
  }
}
