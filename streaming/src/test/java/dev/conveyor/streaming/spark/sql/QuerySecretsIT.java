package dev.conveyor.streaming.spark.sql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.redis.RedisExtension;
import dev.conveyor.streaming.redis.internal.TlsRedis;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * Queries on a Redis with TLS and passwords, in a process of their own, whose environment has the
 * password.
 */
@Tag("spark")
@Timeout(240)
class QuerySecretsIT {
  private static final String RIGHT = "pass-of-the-environment";
  private static final String WRONG = "a-wrong-password";

  @TempDir Path folder;

  @Test
  void noPasswordShowsUp() throws Exception {
    try (TlsRedis redis = TlsRedis.start(Files.createDirectory(folder.resolve("certificates")));
        Jedis client = RedisExtension.client(redis.port())) {
      client.aclSetUser("ada", "on", ">" + RIGHT, "~*", "&*", "+@all");
      client.configSet("requirepass", "of another user");
      client.auth("of another user");
      client.rpush("in", "a", "b", "a");
      String server = "127.0.0.1:" + redis.tlsPort() + "?ca=" + redis.ca();
      String out = run("rediss://ada@" + server, "rediss://ada:" + WRONG + "@" + server);
      assertThat(client.hgetAll("totals")).containsEntry("a", "2").containsEntry("b", "1");
      assertThat(client.llen("more")).isEqualTo(3);
      assertThat(client.exists("other")).isFalse();
      assertThat(out.contains("conveyor_source_lag_messages")).as("progress").isTrue();
      assertThat(out.contains("MicroBatchScan[")).as("plans").isTrue();
      assertThat(out.contains("<title>")).as("pages").isTrue();
      assertThat(out.lines().filter(line -> line.startsWith("accepted: "))).isEmpty();
      List<String> refusals =
          out.lines().filter(line -> line.startsWith(SecretQuery.REFUSED)).toList();
      assertThat(refusals)
          .hasSize(15)
          .allMatch(line -> line.matches("refused: [a-z ]*: cannot .*"));
      assertThat(texts("events")).anyMatch(text -> text.contains("QueryTerminatedEvent"));
      assertThat(texts("checkpoint")).anyMatch(text -> text.contains("\"addresses\""));
    }
    for (String secret : List.of(RIGHT, WRONG)) {
      assertThat(texts("").stream().filter(text -> text.contains(secret)).map(QuerySecretsIT::file))
          .as("files with " + secret)
          .isEmpty();
    }
  }

  /** Runs the program and returns what it has printed. */
  private String run(String server, String wrong) throws Exception {
    Files.createDirectories(folder.resolve("events"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx512m", "-Djava.io.tmpdir=" + folder));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(SecretQuery.class.getName(), folder.toString(), server, wrong));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out.txt").toFile())
            .redirectError(folder.resolve("err.txt").toFile());
    builder.environment().put("CONVEYOR_REDIS_PASSWORD", RIGHT);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process = builder.start();
    try {
      boolean hasEnded = process.waitFor(120, TimeUnit.SECONDS);
      assertThat(hasEnded).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String out = Files.readString(folder.resolve("out.txt"));
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("err.txt"))).isZero();
    return out;
  }

  private static String file(String text) {
    return text.substring(0, text.indexOf('\n'));
  }

  /** The paths and contents of all files in a folder. */
  private List<String> texts(String name) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder.resolve(name))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.add(file + "\n" + Files.readString(file, ISO_8859_1));
      }
    }
    return texts;
  }
}
