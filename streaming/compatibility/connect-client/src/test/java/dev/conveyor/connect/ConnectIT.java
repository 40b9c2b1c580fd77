package dev.conveyor.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.conveyor.streaming.redis.RedisExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Source, sink and catalog from clients of Spark Connect. */
@Tag("sql")
@Timeout(240)
class ConnectIT {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();
  @TempDir private static Path work;

  private static ConnectServer server;
  private static SparkSession session;

  @TempDir private Path folder;

  @BeforeAll
  static void startServer() throws IOException {
    server =
        ConnectServer.start(
            work,
            List.of(
                "spark.sql.catalog.redis=dev.conveyor.streaming.spark.ConveyorCatalog",
                "spark.sql.catalog.redis.address=" + redis("")));
    session = SparkSession.builder().remote("sc://" + server.address()).getOrCreate();
  }

  @AfterAll
  static void endServer() throws InterruptedException {
    if (server != null) {
      server.close();
    }
  }

  private static String redis(String query) {
    return "redis://127.0.0.1:" + REDIS.redis().port() + query;
  }

  @Test
  void readsAndWritesInBatch() {
    REDIS.client().rpush("in", "a", "b");
    assertThat(
            session
                .read()
                .format("conveyor")
                .option("address", redis("?list=in"))
                .load()
                .selectExpr("string(body)")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0)))
        .containsExactly("a", "b");
    session
        .range(3)
        .selectExpr("string(id) AS body")
        .write()
        .format("conveyor")
        .option("address", redis("?list=out"))
        .mode("append")
        .save();
    assertThat(REDIS.client().lrange("out", 0, -1)).containsExactlyInAnyOrder("0", "1", "2");
  }

  @Test
  void streamsFromAListIntoAList() throws Exception {
    REDIS.client().rpush("in", "a", "b", "c");
    StreamingQuery query =
        session
            .readStream()
            .format("conveyor")
            .option("address", redis("?list=in"))
            .load()
            .select("body")
            .writeStream()
            .format("conveyor")
            .option("address", redis("?list=out"))
            .option("checkpointLocation", folder.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .start();
    query.awaitTermination();
    assertThat(REDIS.client().lrange("out", 0, -1)).containsExactly("a", "b", "c");
    assertThat(REDIS.client().exists("in")).isFalse();
    assertThat(query.lastProgress().sources()[0].metrics())
        .containsEntry("conveyor_lost_messages_total", "0");
  }

  @Test
  void seesTheTablesOfACatalog() {
    REDIS.client().rpush("orders", "a", "b");
    List<Row> rows = session.sql("SELECT count(*) FROM redis.list.orders").collectAsList();
    assertThat(rows.get(0).getLong(0)).isEqualTo(2);
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(
            () ->
                session
                    .read()
                    .format("conveyor")
                    .option("addres", redis("?list=in"))
                    .load()
                    .collectAsList())
        .hasMessageContaining("address");
  }

  /** A client in Python that has nothing but what protoc makes of the server's protocol. */
  @Test
  void servesPython() throws Exception {
    Optional<String> python = pythonWithGrpc();
    assumeThat(python).as("protoc, and a python3 with grpcio").isPresent();
    REDIS.client().rpush("in", "a", "b", "c");
    List<String> files = unpackProtocol();
    List<String> protoc = new ArrayList<>(List.of("protoc", "-I.", "--python_out=."));
    protoc.addAll(files);
    run(protoc);
    run(
        List.of(
            python.get(),
            Path.of("src/test/python/move.py").toAbsolutePath().toString(),
            server.address(),
            redis("?list=in"),
            redis("?list=out"),
            folder.resolve("checkpoint").toString()));
    assertThat(REDIS.client().lrange("out", 0, -1)).containsExactly("a", "b", "c");
  }

  private static Optional<String> pythonWithGrpc() {
    return Stream.of("python3", "/usr/bin/python3")
        .filter(python -> succeeds("protoc", "--version"))
        .filter(python -> succeeds(python, "-c", "import grpc, google.protobuf"))
        .findFirst();
  }

  private static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Unpacks the protocol, which is in the jar of the client, and returns the names of its files.
   */
  private List<String> unpackProtocol() throws Exception {
    Path jar =
        Path.of(SparkSession.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (JarFile opened = new JarFile(jar.toFile())) {
      List<String> files =
          opened.stream()
              .map(JarEntry::getName)
              .filter(name -> name.matches("(spark/connect|google/protobuf)/\\w+\\.proto"))
              .toList();
      for (String name : files) {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream in = opened.getInputStream(opened.getEntry(name))) {
          Files.copy(in, file);
        }
      }
      return files.stream().filter(name -> name.startsWith("spark/")).toList();
    }
  }

  private void run(List<String> command) throws Exception {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("PYTHONPATH", folder.toString());
    Process process = builder.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output, UTF_8)).isZero();
  }
}
