package dev.conveyor.streaming.redis.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.EpochCommitter;
import dev.conveyor.streaming.Stage;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.Stageable.Effect;
import dev.conveyor.streaming.Stageable.Epochs;
import dev.conveyor.streaming.StagedWriter;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.redis.RedisExtension;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Redis with stages, and what a driver does with them. */
abstract class StagedRedis {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  static Stageable at(String query) {
    String text = "redis://127.0.0.1:" + REDIS.redis().port() + "?" + query;
    return (Stageable) Transports.endpoint(Address.parse(text));
  }

  static void append(StagedWriter writer, String... elements) throws InterruptedException {
    for (String element : elements) {
      writer.write(element.getBytes(UTF_8));
    }
    writer.stage(); // What is in hand goes to the server.
  }

  static Stage staged(Stageable target, String... elements) throws InterruptedException {
    try (StagedWriter writer = target.openStage("q", UUID.randomUUID().toString())) {
      append(writer, elements);
      return writer.stage();
    }
  }

  static void commit(Stageable target, Effect effect, long epoch, Stage... stages)
      throws InterruptedException {
    try (EpochCommitter committer = target.openCommitter("q", effect, Epochs.SPARSE)) {
      committer.commit(epoch, List.of(stages), false);
    }
  }

  static List<String> list() {
    return REDIS.client().lrange("out", 0, -1);
  }

  static List<String> log() {
    return REDIS.client().xrange("out", "-", "+").stream()
        .map(entry -> entry.getFields().get("body"))
        .toList();
  }
}
