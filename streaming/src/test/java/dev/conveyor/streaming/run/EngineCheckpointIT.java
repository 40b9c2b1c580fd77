package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.redis.RedisExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of queries with several sources. */
@Timeout(60)
class EngineCheckpointIT {
  private static final String RUN = "query-1";

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  @TempDir Path folder;
  private Address address;

  /** The first batch has messages of the other source only; a second one claims those of this. */
  @BeforeEach
  void begin() throws Exception {
    address = Address.parse("redis://127.0.0.1:" + REDIS.redis().port() + "?list=in");
    REDIS.client().rpush("in", "a", "b", "c");
    write("metadata", "{\"id\":\"query\"}");
    write("offsets/0", "v1\n{}\n{\"other\":7}\n-");
    write("commits/0", "v1\n{}");
  }

  private void write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private EngineCheckpoint source(String place) {
    return new EngineCheckpoint(folder.resolve("sources/" + place).toString(), new Configuration());
  }

  private void claim(EngineCheckpoint checkpoint) throws InterruptedException {
    try (Backlogs backlogs = Backlogs.openLatest(List.of(address), BacklogOptions.of(RUN, 1))) {
      List<Position> starts = backlogs.starts();
      checkpoint.writeStart(
          backlogs.token(),
          "{\"version\":1,\"addresses\":{\""
              + address
              + "\":{\"position\":\""
              + starts.get(0).text()
              + "\",\"messages\":0}}}");
      backlogs.next(starts, index -> Optional.of(Bounds.ofMessages(3)), OnLoss.FAIL);
    }
    assertThat(REDIS.client().exists("in")).as("all are claimed").isFalse();
  }

  @Test
  void dropsARunOfWhichNothingIsCommitted() throws Exception {
    EngineCheckpoint checkpoint = source("1");
    claim(checkpoint);
    assertThat(checkpoint.drop(RUN, address)).isEqualTo(3);
    assertThat(REDIS.client().lrange("in", 0, -1)).containsExactly("a", "b", "c");
  }

  @Test
  void saysThatSourcesHaveNames() throws Exception {
    EngineCheckpoint checkpoint = source("words");
    claim(checkpoint);
    assertThatThrownBy(() -> checkpoint.drop(RUN, address))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("its sources have names, such as words, and no numbers");
  }
}
