package dev.conveyor.streaming.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FeederTest {
  private final Address queue = Address.parse("memory:" + UUID.randomUUID() + "?queue");

  private static MessageSource poem(String text) {
    return new TokenSource(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private MessageWriter writer() throws InterruptedException {
    return Transports.endpoint(queue).openWriter();
  }

  private List<String> read(int count) throws InterruptedException {
    try (MessageReader reader =
        Transports.endpoint(queue).openReader(ReaderOptions.defaults().withMaxMessage(1_000))) {
      List<Message> messages = Texts.read(reader, count);
      reader.acknowledge(messages);
      assertThat(reader.read(1, Duration.ZERO)).isEmpty();
      return Texts.of(messages);
    }
  }

  @Test
  void sendsAllThenItsEndMarkers() throws Exception {
    try (MessageWriter writer = writer()) {
      Feeder feeder =
          new Feeder(poem("We have seen"), writer, FeedRate.unlimited(), Long.MAX_VALUE);
      feeder.run();
      feeder.quit(2);
      assertThat(feeder.sent()).isEqualTo(3);
    }
    assertThat(read(5)).containsExactly("We", "have", "seen", "quit", "quit");
  }

  @Test
  void sendsNoMoreThanItsCount() throws Exception {
    try (MessageWriter writer = writer()) {
      new Feeder(poem("a b c d"), writer, FeedRate.unlimited(), 3).run();
      new Feeder(poem("x"), writer, FeedRate.unlimited(), 0).run();
    }
    assertThat(read(3)).containsExactly("a", "b", "c");
  }

  @Test
  void keepsItsPace() throws Exception {
    try (MessageWriter writer = writer()) {
      long start = System.nanoTime();
      new Feeder(poem("a b c d e"), writer, FeedRate.perSecond(20), 5).run();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(250));
    }
    assertThat(read(5)).containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void endsWhenInterrupted() throws Exception {
    try (MessageWriter writer = writer()) {
      Feeder feeder = new Feeder(poem("a b"), writer, FeedRate.parse("1/h"), 2);
      try (InThread<Void> feeding =
          InThread.run(
              () -> {
                feeder.run();
                return null;
              })) {
        await().until(() -> !feeding.isDone());
        feeding.interrupt();
        assertThat(feeding.failure()).isInstanceOf(InterruptedException.class);
      }
      assertThat(feeder.sent()).isZero();
    }
  }

  /** As of standard input, which a user types or another program writes line by line. */
  @Test
  void sendsWhatHasArrivedBeforeItWaitsForMore() throws Exception {
    try (PipedOutputStream typed = new PipedOutputStream();
        MessageSource lines = new LineSource(new PipedInputStream(typed));
        MessageWriter writer = writer()) {
      Feeder feeder = new Feeder(lines, writer, FeedRate.unlimited(), Long.MAX_VALUE);
      try (InThread<Void> feeding =
          InThread.run(
              () -> {
                feeder.run();
                return null;
              })) {
        typed.write("We have\nseen\nthe".getBytes(UTF_8));
        typed.flush();
        await().until(() -> feeder.sent() == 2);
        assertThat(feeding.isDone()).isFalse();
        typed.close();
        feeding.awaitEnd();
      }
    }
    assertThat(read(3)).containsExactly("We have", "seen", "the");
  }

  @Test
  void passesOnThatItsSourceFails() throws Exception {
    MessageSource torn =
        () -> {
          throw new IOException("torn page");
        };
    try (MessageWriter writer = writer()) {
      assertThatThrownBy(() -> new Feeder(torn, writer, FeedRate.unlimited(), 1).run())
          .hasMessage("torn page");
    }
  }
}
