package dev.conveyor.streaming.zeromq;

import static dev.conveyor.streaming.zeromq.ZeroMqEnds.SHORT;
import static dev.conveyor.streaming.zeromq.ZeroMqEnds.at;
import static dev.conveyor.streaming.zeromq.ZeroMqEnds.feed;
import static dev.conveyor.streaming.zeromq.ZeroMqEnds.reader;
import static dev.conveyor.streaming.zeromq.ZeroMqEnds.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slow readers of a topic. */
@Timeout(120)
final class ZeroMqSlowReaderTest {
  private static final int WORDS = 100_000;

  @Test
  void losesNothingToASlowReaderThatCameFirst() throws Exception {
    try (MessageReader reader = reader("zmq+tcp://127.0.0.1:0?topic=words&bind&hwm=10");
        InThread<Void> feeder =
            feed(at(reader.address(), "topic=words&connect&nodrop&hwm=10"), WORDS)) {
      assertThat(readSlowly(reader)).isEqualTo(Texts.numbers(0, WORDS));
      feeder.result();
    }
  }

  @Test
  void losesNothingToASlowReaderThatComesLater() throws Exception {
    Address[] bound = new Address[1];
    CountDownLatch open = new CountDownLatch(1);
    try (InThread<Void> feeder =
        InThread.run(
            () -> {
              try (MessageWriter writer =
                  writer("zmq+tcp://127.0.0.1:0?topic=words&nodrop&hwm=10")) {
                bound[0] = writer.address();
                open.countDown();
                writer.write(Texts.outgoing(Texts.numbers(0, WORDS)));
              }
              return null;
            })) {
      open.await();
      try (MessageReader reader = reader(at(bound[0], "topic=words&hwm=10"))) {
        assertThat(readSlowly(reader)).isEqualTo(Texts.numbers(0, WORDS));
        feeder.result();
      }
    }
  }

  /** Reads few messages at a time, so that the feeder is always ahead. */
  private static List<String> readSlowly(MessageReader reader) throws InterruptedException {
    List<String> words = new ArrayList<>(WORDS);
    while (words.size() < WORDS) {
      List<Message> messages = reader.read(7, Duration.ofSeconds(20));
      assertThat(messages).as("after %s", words.size()).isNotEmpty();
      words.addAll(Texts.of(messages));
      Thread.onSpinWait();
    }
    return words;
  }

  @Test
  void deliversMessagesWrittenBeforeClosing() throws Exception {
    try (MessageReader reader = reader("zmq+tcp://127.0.0.1:0?topic=words&bind");
        InThread<Void> feeder = feed(at(reader.address(), "topic=words&connect"), 900)) {
      assertThat(Texts.of(Texts.read(reader, 1))).containsExactly("0");
      feeder.result();
      assertThat(Texts.of(Texts.read(reader, 899))).isEqualTo(Texts.numbers(1, 900));
      await().until(() -> reader.read(1, SHORT).isEmpty() && !reader.isConnected());
    }
  }

  @Test
  void waitsWhileClosingUntilInterrupted() throws Exception {
    closeWithASlowReader((feeder, reader) -> feeder.interrupt());
  }

  @Test
  void waitsWhileClosingUntilItsReaderIsGone() throws Exception {
    closeWithASlowReader((feeder, reader) -> reader.close());
  }

  private static void closeWithASlowReader(BiConsumer<InThread<Void>, MessageReader> end)
      throws Exception {
    Address[] bound = new Address[1];
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    try (InThread<Void> feeder =
        InThread.run(
            () -> {
              try (MessageWriter writer =
                  writer("zmq+tcp://127.0.0.1:0?topic=words&nodrop&hwm=50")) {
                bound[0] = writer.address();
                open.countDown();
                writer.write(Collections.nCopies(50, Outgoing.of(new byte[1 << 20])));
                written.countDown();
              }
              return null;
            })) {
      open.await();
      try (MessageReader reader = reader(at(bound[0], "topic=words&hwm=1"), 2 << 20)) {
        Texts.read(reader, 1);
        written.await();
        await().during(Duration.ofMillis(1_500)).until(() -> !feeder.isDone());
        end.accept(feeder, reader);
        feeder.result();
      }
    }
  }

  @Test
  void dropsRatherThanWaitsWithoutNoDrop() throws Exception {
    try (MessageReader reader = reader("zmq+tcp://127.0.0.1:0?topic=words&bind&hwm=5");
        InThread<Void> feeder =
            InThread.run(
                () -> {
                  try (MessageWriter writer =
                      writer(at(reader.address(), "topic=words&connect&hwm=5"))) {
                    writer.write(Collections.nCopies(1_000, Outgoing.of(new byte[100_000])));
                  }
                  return null;
                })) {
      List<Message> messages = new ArrayList<>(Texts.read(reader, 1));
      await()
          .until(
              () -> {
                messages.addAll(reader.read(1, SHORT));
                return feeder.isDone();
              });
      feeder.result();
      assertThat(messages).hasSizeLessThan(1_000);
    }
  }
}
