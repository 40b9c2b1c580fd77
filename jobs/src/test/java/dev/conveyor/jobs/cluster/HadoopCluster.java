package dev.conveyor.jobs.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.awaitility.Awaitility;

/**
 * HDFS, YARN with two node managers and MapReduce's history, in a {@link MiniHadoop} process of
 * their own on free ports; real containers in further processes. It ends with this JVM, however
 * that ends. Safe for threads.
 */
public final class HadoopCluster implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(4);
  private static final Duration END_LIMIT = Duration.ofSeconds(25);
  private static final int LOG_LINES = 60;
  private static HadoopCluster shared;

  private final Path folder;
  private final Process process;

  private HadoopCluster(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(configurationFolder());
    Installation.hadoop(hadoopJars());
    Installation.spark(sparkJars());
    this.process = launched();
  }

  /** One for all tests of this JVM, started by the first that asks. */
  public static synchronized HadoopCluster shared() throws IOException {
    if (shared == null) {
      shared = start();
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "hadoop-cluster-end"));
    }
    return shared;
  }

  /** One of one's own, for who wants to end it. */
  public static HadoopCluster start() throws IOException {
    // As the process of a command does: Hadoop's clients write digits of the default locale.
    Locale.setDefault(Locale.ROOT);
    HadoopCluster cluster = new HadoopCluster(newFolder());
    try {
      cluster.awaitStart();
      return cluster;
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  /** HDFS cannot keep its blocks below a name with a space, by whatever link. */
  private static Path newFolder() throws IOException {
    Path target = Files.createDirectories(Installation.TARGET);
    boolean isPlain = target.toRealPath().toString().matches("[\\p{Graph}&&[^:]]*");
    return isPlain
        ? Files.createTempDirectory(target, "hadoop-")
        : Files.createTempDirectory("conveyor-hadoop-");
  }

  private void awaitStart() {
    Awaitility.await("a Hadoop cluster in " + folder)
        .atMost(START_LIMIT)
        .until(() -> Files.exists(MiniHadoop.ready(folder)) || !process.isAlive());
    if (!process.isAlive()) {
      throw new IllegalStateException("cannot start a Hadoop cluster:\n" + tail(log()));
    }
  }

  private Process launched() throws IOException {
    List<String> command = new ArrayList<>(List.of(java(), "-Xmx512m", "-XX:+UseSerialGC"));
    command.add("-Duser.language=en"); // A name node cannot start where digits are not ASCII.
    command.add("-Djdk.net.hosts.file=" + hosts());
    command.add("-Dlog4j2.configurationFile=" + MiniHadoop.class.getResource("hadoop.properties"));
    command.addAll(MiniHadoop.OPENS);
    command.addAll(List.of(MiniHadoop.class.getName(), folder.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log().toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("HADOOP_") || name.startsWith("YARN_"));
    environment.put("CLASSPATH", System.getProperty("java.class.path"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("HADOOP_CONF_DIR", configurationFolder().toString());
    return builder.start();
  }

  /** MiniYARN listens at the machine's own name: here that is loopback, wherever else it leads. */
  private Path hosts() throws IOException {
    String name = InetAddress.getLocalHost().getHostName();
    return Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost " + name + "\n");
  }

  /** The program that starts a JVM like this one. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Where all of its files are, containers' work and logs among them. */
  public Path folder() {
    return folder;
  }

  /** For {@code HADOOP_CONF_DIR}. */
  public Path configurationFolder() {
    return MiniHadoop.configuration(folder);
  }

  /** Returns a client's configuration of the cluster; a new copy for each caller. */
  public Configuration configuration() {
    return MiniHadoop.read(configurationFolder());
  }

  /** HDFS; shared by all who ask, and not to be closed. */
  public FileSystem files() throws IOException {
    return FileSystem.get(configuration());
  }

  /** For example {@code hdfs://localhost:41234/in/poem.txt}. */
  public String address(String path) {
    return configuration().get("fs.defaultFS") + path;
  }

  /** An installation of Hadoop on this machine, without Spark. */
  public Path hadoopJars() {
    return MiniHadoop.jars(folder);
  }

  /** An installation of Spark on this machine. */
  public Path sparkJars() {
    return folder.resolve("spark-jars");
  }

  /** Returns the environment of a client's process. */
  public Map<String, String> environment() {
    return Map.of(
        "HADOOP_CONF_DIR", configurationFolder().toString(), "SPARK_LOCAL_IP", "127.0.0.1");
  }

  /**
   * The JVMs of containers that live and have this among their arguments; for example {@code _m_0},
   * a part of the name of each attempt of a map task.
   */
  public List<ProcessHandle> containers(String argument) {
    return process
        .descendants()
        .filter(child -> child.info().command().orElse("").endsWith("java"))
        .filter(child -> child.info().commandLine().orElse("").contains(argument))
        .toList();
  }

  /** The end of what the containers and the cluster itself have said, for a failed assertion. */
  public String logs() {
    return Stream.concat(containerLogs().stream(), Stream.of(log()))
        .map(file -> file + ":\n" + tail(file))
        .collect(Collectors.joining("\n"));
  }

  /** HDFS and YARN remove files of theirs meanwhile. */
  private List<Path> containerLogs() {
    List<Path> found = new ArrayList<>();
    SimpleFileVisitor<Path> visitor =
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().matches(".*/container_[^/]*/std(err|out)")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        };
    try {
      Files.walkFileTree(folder, visitor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private Path log() {
    return folder.resolve("cluster.log");
  }

  private static String tail(Path file) {
    try {
      List<String> lines =
          new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Ends it, containers in the middle of their work too, and deletes its folder. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
      endContainers();
      delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      endContainers();
      Thread.currentThread().interrupt();
    }
  }

  /** Those too that began in its last moment; their arguments name its folder. */
  private void endContainers() {
    await("the end of all containers")
        .atMost(END_LIMIT)
        .until(
            () -> {
              List<ProcessHandle> left = left();
              left.forEach(ProcessHandle::destroyForcibly);
              return left.isEmpty();
            });
  }

  private List<ProcessHandle> left() {
    return ProcessHandle.allProcesses()
        .filter(one -> one.info().commandLine().orElse("").contains(folder + "/"))
        .filter(one -> !one.equals(ProcessHandle.current()))
        .toList();
  }

  private void delete() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
