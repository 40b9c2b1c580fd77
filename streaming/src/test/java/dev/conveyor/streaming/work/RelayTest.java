package dev.conveyor.streaming.work;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RelayTest {
  private static final WorkerOptions UNTIL_QUIT = WorkerOptions.forever().endingAtMarker();

  private final String name = UUID.randomUUID().toString();
  private final Address cats = Address.parse("memory:" + name + "?topic=cat");
  private final Address everyTopic = Address.parse("memory:" + name + "?topic=");
  private final Address queue = Address.parse("memory:" + name + "?queue");
  private final List<Message> seen = new ArrayList<>();
  private final CountDownLatch subscribed = new CountDownLatch(1);
  private CountDownLatch begin = new CountDownLatch(0);
  private Relay relay;

  private InThread<Void> relaying(Address from, Address to, WorkerOptions options) {
    return InThread.run(
        () -> {
          ReaderOptions reading = ReaderOptions.defaults().withMaxMessage(100);
          try (MessageWriter writer = Transports.endpoint(to).openWriter();
              MessageReader reader = Transports.endpoint(from).openReader(reading)) {
            relay = new Relay(reader, writer, options, seen::add);
            subscribed.countDown();
            begin.await();
            relay.run();
          }
          return null;
        });
  }

  private void publish(Outgoing... messages) throws InterruptedException {
    subscribed.await();
    try (MessageWriter writer = Transports.endpoint(everyTopic).openWriter()) {
      writer.write(List.of(messages));
    }
  }

  private static Outgoing of(String topic, String body) {
    return new Outgoing(topic, body.getBytes(UTF_8));
  }

  private static List<Message> read(Address address, int count) throws InterruptedException {
    try (MessageReader reader = Transports.endpoint(address).openReader(ReaderOptions.defaults())) {
      List<Message> messages = Texts.read(reader, count);
      assertThat(reader.read(1, Duration.ZERO)).isEmpty();
      return messages;
    }
  }

  @Test
  void carriesATopicIntoAQueueUpToItsMarker() throws Exception {
    try (InThread<Void> relaying = relaying(cats, queue, UNTIL_QUIT)) {
      publish(of("cat", "tom"), of("hat", "bowler"), of("cat", "felix"), of("cat", "quit"));
      relaying.result();
    }
    assertThat(Texts.of(read(queue, 2))).containsExactly("tom", "felix");
    assertThat(relay.carried()).isEqualTo(2);
    assertThat(relay.disconnections()).isZero();
    assertThat(Texts.of(seen)).containsExactly("tom", "felix");
  }

  @Test
  void doesNotCarryTheDead() throws Exception {
    try (InThread<Void> relaying = relaying(cats, queue, UNTIL_QUIT)) {
      publish(of("cat", "x".repeat(101)), of("cat", "tom"), of("cat", "quit"));
      relaying.result();
    }
    assertThat(Texts.of(read(queue, 1))).containsExactly("tom");
    assertThat(relay.dead()).isEqualTo(1);
    assertThat(seen).extracting(Message::isDead).containsExactly(true, false);
  }

  @Test
  void keepsTheTopicWhereTheAddressLeavesItOpen() throws Exception {
    Address other = Address.parse("memory:other-" + name + "?topic=");
    try (MessageReader reader = Transports.endpoint(other).openReader(ReaderOptions.defaults());
        InThread<Void> relaying = relaying(everyTopic, other, UNTIL_QUIT)) {
      publish(of("cat", "tom"), of("hat", "bowler"), of("any", "quit"));
      relaying.result();
      List<Message> messages = Texts.read(reader, 2);
      assertThat(Texts.of(messages)).containsExactly("tom", "bowler");
      assertThat(messages).extracting(Message::source).containsExactly("cat", "hat");
    }
  }

  @Test
  void endsWhenNothingComes() throws Exception {
    WorkerOptions impatient = WorkerOptions.forever().withIdleTimeout(Duration.ofMillis(100));
    begin = new CountDownLatch(1);
    try (InThread<Void> relaying = relaying(cats, queue, impatient)) {
      publish(of("cat", "quit"));
      begin.countDown();
      relaying.result();
    }
    assertThat(Texts.of(read(queue, 1))).containsExactly("quit");
  }
}
