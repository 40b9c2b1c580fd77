package dev.conveyor.streaming.feed;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends what a source holds at a pace, in batches where more than one message is due. Belongs to
 * one thread, except for {@link #sent}.
 */
public final class Feeder {
  private static final int MOST_MESSAGES = 1_000;
  private static final int MOST_BYTES = 4 << 20;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final MessageSource source;
  private final MessageWriter writer;
  private final FeedRate pace;
  private final long count;
  private final MessageMapper addressing;
  private final AtomicLong sent = new AtomicLong();

  /**
   * @param count how many messages to send at most
   */
  public Feeder(MessageSource source, MessageWriter writer, FeedRate pace, long count) {
    this(source, MessageMapper.plain(), writer, pace, count);
  }

  /**
   * @param addressing of what the source holds
   * @param count how many messages to send at most
   */
  public Feeder(
      MessageSource source, MessageMapper addressing, MessageWriter writer, FeedRate pace, long count) {
    this.addressing = addressing;
    this.source = source;
    this.writer = writer;
    this.pace = pace;
    this.count = count;
  }

  /** How many messages the transport has taken so far, end markers not counted. */
  public long sent() {
    return sent.get();
  }

  /**
   * Sends until the source is empty or the count is reached.
   *
   * @throws IOException if the source cannot be read
   * @throws dev.conveyor.streaming.TransportException if the transport refuses
   * @throws InterruptedException if interrupted; {@link #sent} says how far it came
   */
  public void run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (sent() < count) {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      long due = Math.min(pace.due(elapsed), count) - sent();
      if (due <= 0) {
        pause(pace.dueAt(sent() + 1).minus(elapsed));
      } else if (!send(due)) {
        return;
      }
    }
  }

  private void pause(Duration span) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(Math.min(span.toNanos(), LONGEST_PAUSE.toNanos()));
    writer.write(List.of());
  }

  /** Sends one batch; false if the source has ended. */
  private boolean send(long due) throws IOException, InterruptedException {
    List<Outgoing> batch = new ArrayList<>();
    long bytes = 0;
    while (batch.size() < Math.min(due, MOST_MESSAGES) && bytes < MOST_BYTES) {
      Optional<byte[]> body = source.next();
      if (body.isEmpty()) {
        break;
      }
      batch.add(addressing.address(body.get()));
      bytes += body.get().length;
    }
    if (batch.isEmpty()) {
      return false;
    }
    writer.write(batch);
    sent.addAndGet(batch.size());
    return true;
  }

  /**
   * Waits until the transport, or a reader that acknowledges, is responsible for all that was sent.
   *
   * @throws dev.conveyor.streaming.TransportException as {@link MessageWriter#flush} does
   */
  public void finish() throws InterruptedException {
    writer.flush();
  }

  /** Sends so many end markers to each topic: one ends one worker, or a topic, or a stream. */
  public void quit(int markers) throws InterruptedException {
    for (String topic : addressing.topics()) {
      writer.write(Collections.nCopies(markers, new Outgoing(topic, Message.endMarker())));
    }
  }
}
