package dev.conveyor.streaming.spark.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.FreePort;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.redis.RedisExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Batches that are sent to channels and ZeroMQ sockets at once. */
@Tag("spark")
@Tag("sql")
@Timeout(240)
class LiveSinkIT {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();
  @RegisterExtension static final SessionExtension SPARK = new SessionExtension();

  private static void write(Dataset<Row> rows, String address) {
    rows.write().format("conveyor").option("address", address).mode("append").save();
  }

  private static List<String> read(MessageReader reader, int count) throws InterruptedException {
    List<String> read = new ArrayList<>();
    while (read.size() < count) {
      for (Message message : reader.read(count, Duration.ofMillis(200))) {
        read.add(message.source() + " " + new String(message.body(), UTF_8));
      }
    }
    return read;
  }

  private static MessageReader open(String address) throws InterruptedException {
    return Transports.endpoint(Address.parse(address)).openReader(ReaderOptions.defaults());
  }

  @Test
  void publishesRowsWithTheirTopics() throws Exception {
    String all = "redis://127.0.0.1:" + REDIS.redis().port() + "?channel=";
    try (MessageReader reader = open(all)) {
      write(
          SPARK.session().sql("SELECT 'news' AS topic, 'a' AS body UNION ALL SELECT 'sport', 'b'"),
          all);
      assertThat(read(reader, 2)).containsExactlyInAnyOrder("news a", "sport b");
      write(SPARK.session().sql("SELECT 'c' AS body"), all + "weather");
      assertThat(read(reader, 1)).containsExactly("weather c");
    }
  }

  /** Each name of a topic is empty in the address: rows name theirs. */
  @Test
  void publishesRowsWithTheirTopicsToAReaderThatWaits() throws Exception {
    String port = "zmq+tcp://127.0.0.1:" + FreePort.any() + "?topic=";
    Dataset<Row> rows =
        SPARK.session().sql("SELECT 'news' AS topic, 'a' AS body UNION ALL SELECT 'sport', 'b'");
    try (MessageReader reader = open(port + "&bind");
        InThread<String> writing =
            InThread.run(
                () -> {
                  write(rows, port + "&connect&wait=60s");
                  return "done";
                })) {
      assertThat(read(reader, 2)).containsExactlyInAnyOrder("news a", "sport b");
      assertThat(writing.result()).isEqualTo("done");
    }
  }

  @Test
  void publishesTheRowsOfAQuery(@TempDir Path folder) throws Exception {
    String server = "redis://127.0.0.1:" + REDIS.redis().port() + "?";
    REDIS.client().rpush("in", "a", "b", "c");
    try (MessageReader reader = open(server + "channel=news")) {
      SPARK
          .session()
          .readStream()
          .format("conveyor")
          .option("maxOffsetsPerTrigger", 2)
          .load(server + "list=in")
          .selectExpr("if(string(body) = 'b', 'news', null) AS topic", "body")
          .writeStream()
          .format("conveyor")
          .option("address", server + "channel=news")
          .option("checkpointLocation", folder.toString())
          .trigger(Trigger.AvailableNow())
          .start()
          .awaitTermination();
      assertThat(read(reader, 3)).containsExactlyInAnyOrder("news a", "news b", "news c");
    }
    assertThat(REDIS.client().keys("*")).allMatch(key -> key.startsWith("{in}:run"));
  }

  @Test
  void sendsRowsToAReaderThatWaits() throws Exception {
    String port = "zmq+tcp://127.0.0.1:" + FreePort.any() + "?queue";
    try (MessageReader reader = open(port + "&bind")) {
      write(
          SPARK.session().range(0, 100, 1, 3).selectExpr("string(id) AS body"), port + "&connect");
      assertThat(read(reader, 100)).hasSize(100).doesNotHaveDuplicates();
    }
    assertThatThrownBy(() -> write(SPARK.session().sql("SELECT 'a' AS body"), port))
        .hasMessageContaining("add &connect, and let the reader wait there with &bind");
  }
}
