package dev.conveyor.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A Spark Connect server in a JVM of its own, with Conveyor on its class path. */
final class ConnectServer implements AutoCloseable {
  private static final Pattern STARTED =
      Pattern.compile("server started at: 127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final Path log;

  private ConnectServer(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a server with settings of Spark, {@code name=value}, and waits until it answers. */
  static ConnectServer start(Path folder, List<String> settings) throws IOException {
    Path log = folder.resolve("server.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("engine.options").split(" ", -1)));
    command.addAll(
        List.of(
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.host=127.0.0.1",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-Dspark.connect.grpc.binding.address=127.0.0.1",
            "-Dspark.connect.grpc.binding.port=0",
            // Spark's own, which says where the server listens.
            "-Dlog4j2.configurationFile=classpath:org/apache/spark/log4j2-defaults.properties",
            "-Dspark.sql.artifact.isolation.enabled=false"));
    settings.forEach(setting -> command.add("-D" + setting));
    command.addAll(
        List.of(
            "-cp",
            Files.readString(Path.of(System.getProperty("server.classpath"))).strip(),
            "org.apache.spark.sql.connect.service.SparkConnectServer"));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    ConnectServer server = new ConnectServer(process, log);
    Awaitility.await()
        .atMost(2, TimeUnit.MINUTES)
        .until(() -> server.started().find() || !process.isAlive());
    if (!process.isAlive()) {
      throw new IllegalStateException("the server has ended: " + server.log());
    }
    return server;
  }

  private Matcher started() throws IOException {
    return STARTED.matcher(log());
  }

  /** Returns what it has written. */
  String log() throws IOException {
    return Files.readString(log, UTF_8);
  }

  /** Returns where it listens, {@code host:port}. */
  String address() throws IOException {
    Matcher started = started();
    if (!started.find()) {
      throw new IllegalStateException("the server has not said where it listens");
    }
    return "127.0.0.1:" + started.group(1);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
