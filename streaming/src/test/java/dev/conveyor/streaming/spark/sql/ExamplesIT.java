package dev.conveyor.streaming.spark.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.conveyor.streaming.redis.RedisExtension;
import dev.conveyor.streaming.spark.ConveyorCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.StreamEntryID;

/** The examples in SQL, Scala and Python. */
@Tag("spark")
@Timeout(240)
class ExamplesIT {
  private static final Path EXAMPLES = Path.of("../scripts/examples");
  private static final Path PAGE = Path.of("docs/structured.md");

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  @TempDir private Path folder;

  private static void sql(SparkSession session, String script) {
    Arrays.stream(script.replaceAll("(?m)^--.*$", "").split(";", -1))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .forEach(statement -> session.sql(statement).collect());
  }

  @Test
  void sqlRuns() throws Exception {
    SparkSession session =
        SparkSession.builder()
            .master("local[2]")
            .appName("ExamplesIT")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.catalog.redis", ConveyorCatalog.class.getName())
            .config("spark.sql.catalog.redis.address", "redis://127.0.0.1:" + REDIS.redis().port())
            .getOrCreate();
    try {
      sql(session, Files.readString(EXAMPLES.resolve("orders.sql")));
      assertThat(REDIS.client().hgetAll("sold")).isEqualTo(Map.of("bar", "7", "nut", "1"));
      session.sql("CREATE TEMPORARY VIEW sales AS SELECT 'bar' AS sku, 2 AS qty").collect();
      REDIS.client().xadd("log", StreamEntryID.NEW_ENTRY, Map.of("body", "x"));
      sql(session, block("sql"));
      assertThat(REDIS.client().hgetAll("totals")).isEqualTo(Map.of("bar", "2"));
    } finally {
      session.stop();
    }
  }

  private static String block(String language) throws IOException {
    return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
        .matcher(Files.readString(PAGE))
        .results()
        .findFirst()
        .orElseThrow()
        .group(1);
  }

  @Test
  void scalaCompiles() throws Exception {
    run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "scala.tools.nsc.Main",
            "-usejavacp",
            "-d",
            folder.toString(),
            EXAMPLES.resolve("OrdersPerMinute.scala").toString()));
    assertThat(folder.resolve("OrdersPerMinute.class")).exists();
  }

  @Test
  void pythonCompilesAndIsThatOfThePage() throws Exception {
    assumeThat(isInstalled("python3")).isTrue();
    String script = Files.readString(EXAMPLES.resolve("orders_per_minute.py"));
    Path copy = Files.writeString(folder.resolve("orders_per_minute.py"), script);
    run(List.of("python3", "-m", "py_compile", copy.toString()));
    Path page = Files.writeString(folder.resolve("page.py"), block("python"));
    run(List.of("python3", "-m", "py_compile", page.toString()));
  }

  private static boolean isInstalled(String program) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output, UTF_8)).isZero();
  }
}
