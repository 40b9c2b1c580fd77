package dev.conveyor.streaming.redis.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.redis.RedisTransport;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A peer that means harm costs its connection, and no memory to speak of. */
@Timeout(60)
class HostileServerTest {
  private static final long MOST_BYTES = 16 << 20;
  private final RedisTransport transport = new RedisTransport();

  private TransportException failureOf(HostileServer server, String rest) {
    Address address = Address.parse(server.address(rest));
    return catchThrowableOfType(
        TransportException.class,
        () -> transport.endpoint(address).openReader(ReaderOptions.defaults()));
  }

  @ParameterizedTest
  @CsvSource({
    "$2000000000\\r\\n, ONCE, a string of 2000000000 bytes",
    "*2000000000\\r\\n, ONCE, an array of 2000000000 elements",
    "HTTP/1.1 400 Bad Request\\r\\n, ONCE, no Redis reply",
    "*1\\r\\n, ENDLESS, arrays more than",
    "+xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, ENDLESS, a line without an end"
  })
  void saysInOneLineWhatIsWrong(
      String answer, HostileServer.Repetition repetition, String complaint) throws Exception {
    byte[] bytes = answer.replace("\\r\\n", "\r\n").getBytes(ISO_8859_1);
    try (HostileServer server = new HostileServer(bytes, repetition)) {
      for (String kind : new String[] {"?list=a", "?stream=a", "?channel=a"}) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        TransportException failure = failureOf(server, kind);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES);
        assertThat(failure.getMessage())
            .startsWith("cannot read from " + server.address(kind) + ": ")
            .contains(complaint)
            .contains("; ")
            .doesNotContain("\n");
      }
    }
  }

  @Test
  void doesNotWaitLongForASilentServer() throws Exception {
    try (HostileServer server = new HostileServer(new byte[0], HostileServer.Repetition.ONCE)) {
      long begin = System.nanoTime();
      TransportException failure = failureOf(server, "?stream=a");
      assertThat(failure).hasMessageContaining("no answer from 127.0.0.1:");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
    }
  }
}
