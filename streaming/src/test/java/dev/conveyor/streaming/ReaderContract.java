package dev.conveyor.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Live readers of a queue or log, whatever else the transport promises. */
@Timeout(60)
abstract class ReaderContract {
  static final Duration SHORT = Duration.ofMillis(100);
  static final Duration LONG = Duration.ofSeconds(20);

  /** A queue or log that is empty when a test begins; the same one throughout the test. */
  protected abstract Address address();

  /** Returns the source that messages name. */
  protected abstract String source();

  /** Opens a feeder that need not wait for a reader, neither to write nor to close. */
  protected MessageWriter writer(Address address) throws InterruptedException {
    return Transports.endpoint(address).openWriter();
  }

  MessageWriter writer() throws InterruptedException {
    return writer(address());
  }

  MessageReader reader() throws InterruptedException {
    return reader(MessageReader.DEFAULT_MAX_MESSAGE);
  }

  MessageReader reader(int maxMessage) throws InterruptedException {
    return Transports.endpoint(address())
        .openReader(ReaderOptions.defaults().withMaxMessage(maxMessage));
  }

  void write(String... bodies) throws InterruptedException {
    try (MessageWriter writer = writer()) {
      writer.write(Texts.outgoing(bodies));
    }
  }

  @Test
  void isEmptyAfterPatience() throws Exception {
    try (MessageReader reader = reader()) {
      long start = System.nanoTime();
      assertThat(reader.read(10, SHORT)).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, LONG);
      assertThat(reader.read(10, Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void wakesForTheFirstMessage() throws Exception {
    try (MessageReader reader = reader();
        InThread<Void> feeder =
            InThread.run(
                () -> {
                  write("come");
                  return null;
                })) {
      assertThat(Texts.of(reader.read(10, LONG))).containsExactly("come");
      feeder.result();
    }
  }

  @Test
  void refusesToAcknowledgeMoreThanWasRead() throws Exception {
    write("a", "b");
    try (MessageReader reader = reader()) {
      List<Message> one = Texts.read(reader, 1);
      reader.acknowledge(one);
      assertThatThrownBy(() -> reader.acknowledge(one))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void carriesAnyBytes() throws Exception {
    byte[] every = new byte[512];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    List<byte[]> bodies =
        List.of(new byte[0], new byte[1], new byte[] {-1}, every, "ä\r\n\t".getBytes(UTF_8));
    try (MessageWriter writer = writer();
        MessageReader reader = reader()) {
      writer.write(bodies.stream().map(Outgoing::of).toList());
      assertThat(Texts.read(reader, bodies.size()).stream().map(Message::body))
          .containsExactlyElementsOf(bodies);
    }
  }

  @Test
  void interruptingEndsAWaitingRead() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    try (InThread<List<Message>> thread =
        InThread.run(
            () -> {
              try (MessageReader reader = reader()) {
                open.countDown();
                return reader.read(1, Duration.ofDays(1));
              }
            })) {
      open.await();
      thread.interrupt();
      assertThat(thread.failure()).isInstanceOf(InterruptedException.class);
    }
    write("still works");
    try (MessageReader reader = reader()) {
      assertThat(Texts.of(Texts.read(reader, 1))).containsExactly("still works");
    }
  }
}
