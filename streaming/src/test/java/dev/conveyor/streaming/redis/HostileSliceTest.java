package dev.conveyor.streaming.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.TransportException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slices of a server that ends early, or answers with something else than messages. */
@Timeout(60)
class HostileSliceTest {
  private static final String LIST = "*2\r\n$1\r\na\r\n$2\r\nbc\r\n";
  private static final String STREAM =
      "*2\r\n*2\r\n$3\r\n1-0\r\n*2\r\n$4\r\nbody\r\n$1\r\na\r\n"
          + "*2\r\n$3\r\n2-0\r\n*4\r\n$1\r\nx\r\n$0\r\n\r\n$4\r\nbody\r\n$2\r\nbc\r\n";

  private static Slice list(RangeServer server) {
    Address address = Address.parse(server.address("?list=a"));
    return Replayable.at(address).parseSlice("run 1 0 2 1000");
  }

  private static Slice stream(RangeServer server) {
    Address address = Address.parse(server.address("?stream=a"));
    return Replayable.at(address).parseSlice("0-0 2-0 1000");
  }

  private static List<String> bodies(Slice slice) throws IOException {
    List<String> bodies = new ArrayList<>();
    slice.read((buffer, from, to) -> bodies.add(new String(buffer, from, to - from, UTF_8)));
    return bodies;
  }

  /** The page is asked for again over a new connection, and what came of it counts once. */
  @Test
  void readsAListAgainWhereverAReplyEnds() throws Exception {
    for (int end = 0; end < LIST.length(); end++) {
      try (RangeServer server = new RangeServer(List.of(LIST.substring(0, end), LIST))) {
        assertThat(bodies(list(server))).as("after %d bytes", end).containsExactly("a", "bc");
      }
    }
  }

  @Test
  void readsAStreamAgainWhereverAReplyEnds() throws Exception {
    for (int end = 0; end < STREAM.length(); end++) {
      try (RangeServer server = new RangeServer(List.of(STREAM.substring(0, end), STREAM))) {
        assertThat(bodies(stream(server))).as("after %d bytes", end).containsExactly("a", "bc");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":1\r\n",
        "$1\r\na\r\n",
        "*-1\r\n",
        "*3\r\n",
        "*2000000000\r\n",
        "*1\r\n$-1\r\n",
        "*1\r\n$2000000000\r\n",
        "*1\r\n-ERR in the middle\r\n",
        "*1\r\n*1\r\n$1\r\na\r\n",
        "*1\r\n$1\r\nab\r\n"
      })
  void refusesWhatIsNoPartOfAList(String reply) throws Exception {
    try (RangeServer server = new RangeServer(List.of(reply))) {
      assertThatThrownBy(() -> bodies(list(server)))
          .isInstanceOf(TransportException.class)
          .hasMessageStartingWith("cannot read from redis://127.0.0.1:")
          .hasMessageContaining("name the host and port of a Redis");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*1\r\n$1\r\na\r\n",
        "*1\r\n*1\r\n$3\r\n1-0\r\n",
        "*1\r\n*2\r\n$3\r\n1-0\r\n*-1\r\n",
        "*1\r\n*2\r\n$3\r\n1-0\r\n*1\r\n$4\r\nbody\r\n",
        "*1\r\n*2\r\n$3\r\n1-0\r\n*2000000000\r\n",
        "*1\r\n*2\r\n$3\r\n1-0\r\n*2\r\n$4\r\nbody\r\n$2000000000\r\n",
        "*1\r\n*2\r\n$3\r\n1-0\r\n*2\r\n$2000000000\r\n",
        "*1\r\n*2\r\n$3\r\nabc\r\n*2\r\n$4\r\nbody\r\n$1\r\na\r\n",
        "*1\r\n*2\r\n$50\r\n11111111111111111111111111111111111111111111111111\r\n*0\r\n",
        "*1\r\n*2\r\n$3\r\n0-0\r\n*2\r\n$4\r\nbody\r\n$1\r\na\r\n",
        "*1\r\n*2\r\n$3\r\n1-0\r\n-ERR in the middle\r\n"
      })
  void refusesWhatIsNoPartOfAStream(String reply) throws Exception {
    try (RangeServer server = new RangeServer(List.of(reply))) {
      assertThatThrownBy(() -> bodies(stream(server)))
          .isInstanceOf(TransportException.class)
          .hasMessageStartingWith("cannot read from redis://127.0.0.1:")
          .hasMessageContaining("name the host and port of a Redis");
    }
  }

  @Test
  void saysWhatAnErrorSays() throws Exception {
    try (RangeServer server = new RangeServer(List.of("-WRONGTYPE not this\r\n"))) {
      assertThatThrownBy(() -> bodies(list(server)))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("the key holds something else than a list");
      assertThatThrownBy(() -> bodies(stream(server)))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("the key holds something else than a stream");
    }
  }
}
