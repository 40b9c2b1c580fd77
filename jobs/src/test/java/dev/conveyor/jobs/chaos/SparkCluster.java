package dev.conveyor.jobs.chaos;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A master and two workers from the jars that Maven resolved, one process each, on ephemeral ports.
 * Each worker has a loopback address of its own, since Spark starts no second try of a task on the
 * host of the first. Room for two applications: a frozen driver keeps its executors.
 */
final class SparkCluster {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Pattern MASTER = Pattern.compile("at (spark://[^ \n]+)");
  private static final Pattern WORKER = Pattern.compile("Registering worker");

  private final Processes processes;
  private final Path folder;
  private final List<Process> workers = new ArrayList<>();
  private final String master;

  /** Returns once both workers have registered. */
  SparkCluster(Processes processes, Path folder) throws IOException, InterruptedException {
    this.processes = processes;
    this.folder = folder;
    linkJars();
    launch("master", "127.0.0.1", "master.Master");
    File log = processes.errors("master");
    this.master = Waiting.forValue(START_LIMIT, "the Spark master", () -> find(MASTER, log)).get();
    for (String host : List.of("127.0.0.1", "127.0.0.2")) {
      workers.add(launchWorker(host));
    }
    Waiting.until(START_LIMIT, "two Spark workers", () -> count(WORKER, log) == 2);
  }

  /** For {@code --master}. */
  String master() {
    return master;
  }

  /** The executors of all applications. */
  List<ProcessHandle> executors() {
    return workers.stream().flatMap(worker -> worker.toHandle().children()).toList();
  }

  /** Links the jars that identify a Spark installation. */
  private void linkJars() throws IOException {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    for (Path jar : Home.engineJars()) {
      Path link = jars.resolve(jar.getFileName());
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, jar);
      }
    }
  }

  private Process launchWorker(String host) throws IOException {
    List<String> arguments = List.of("--cores", "4", "--memory", "4g");
    List<String> words = new ArrayList<>(arguments);
    words.addAll(List.of("--work-dir", folder.resolve("work-" + host).toString(), master));
    return launch("worker-" + host, host, "worker.Worker", words.toArray(String[]::new));
  }

  private Process launch(String name, String host, String type, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // An application that loses one executor after the other is not given up.
    command.addAll(
        List.of("-Xmx256m", "-Duser.language=en", "-Dspark.deploy.maxExecutorRetries=-1"));
    // Each executor has a copy of the jars; those of drivers long dead go.
    command.add("-Dspark.worker.cleanup.enabled=true");
    command.addAll(
        List.of("-Dspark.worker.cleanup.interval=60", "-Dspark.worker.cleanup.appDataTtl=120"));
    command.addAll(List.of("-cp", folder.resolve("jars") + "/*"));
    command.add("org.apache.spark.deploy." + type);
    command.addAll(List.of("--host", host, "--port", "0", "--webui-port", "0"));
    command.addAll(List.of(arguments));
    Map<String, String> environment =
        Map.of(
            "SPARK_HOME", folder.toString(), "SPARK_SCALA_VERSION", "2.12", "SPARK_LOCAL_IP", host);
    return processes.start(name, command, environment);
  }

  private static Optional<String> find(Pattern pattern, File log) throws IOException {
    Matcher matcher = pattern.matcher(Files.readString(log.toPath()));
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static long count(Pattern pattern, File log) throws IOException {
    return pattern.matcher(Files.readString(log.toPath())).results().count();
  }
}
