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
 * Sends the messages of a source at a rate, in batches if more than one message is due. Belongs to
 * one thread, except for {@link #sent}.
 */
public final class Feeder {
  private static final int MAX_BATCH_MESSAGES = 1_000;
  private static final int MAX_BATCH_BYTES = 4 << 20;
  private static final Duration MAX_PAUSE = Duration.ofSeconds(1);

  private final MessageSource source;
  private final MessageWriter writer;
  private final FeedRate rate;
  private final long count;
  private final MessageMapper mapper;
  private final AtomicLong sent = new AtomicLong();

  /**
   * Creates a feeder of whole records.
   *
   * @param count the maximum number of messages
   */
  public Feeder(MessageSource source, MessageWriter writer, FeedRate rate, long count) {
    this(source, MessageMapper.identity(), writer, rate, count);
  }

  /**
   * Creates a feeder.
   *
   * @param mapper creates the messages
   * @param count the maximum number of messages
   */
  public Feeder(
      MessageSource source, MessageMapper mapper, MessageWriter writer, FeedRate rate, long count) {
    this.mapper = mapper;
    this.source = source;
    this.writer = writer;
    this.rate = rate;
    this.count = count;
  }

  /** Returns the number of messages that the transport has accepted, without end markers. */
  public long sent() {
    return sent.get();
  }

  /**
   * Sends until the source is empty or the count is reached.
   *
   * @throws IOException if the source cannot be read
   * @throws dev.conveyor.streaming.TransportException if the transport fails
   * @throws InterruptedException if interrupted; {@link #sent} tells the progress
   */
  public void run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (sent() < count) {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      long due = Math.min(rate.due(elapsed), count) - sent();
      if (due <= 0) {
        pause(rate.dueAt(sent() + 1).minus(elapsed));
      } else if (!send(due)) {
        return;
      }
    }
  }

  private void pause(Duration duration) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(Math.min(duration.toNanos(), MAX_PAUSE.toNanos()));
    writer.write(List.of());
  }

  /** Sends one batch; returns false if the source has ended. */
  private boolean send(long due) throws IOException, InterruptedException {
    List<Outgoing> batch = new ArrayList<>();
    long bytes = 0;
    while (batch.size() < Math.min(due, MAX_BATCH_MESSAGES)
        && bytes < MAX_BATCH_BYTES
        && (batch.isEmpty() || source.isReady())) {
      Optional<byte[]> body = source.next();
      if (body.isEmpty()) {
        break;
      }
      batch.add(mapper.map(body.get()));
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
   * Waits until the transport, or an acknowledging reader, is responsible for all messages.
   *
   * @throws dev.conveyor.streaming.TransportException as {@link MessageWriter#flush} does
   */
  public void finish() throws InterruptedException {
    writer.flush();
  }

  /** Sends this many end markers to each topic: one ends one worker, or a topic, or a stream. */
  public void quit(int markers) throws InterruptedException {
    for (String topic : mapper.topics()) {
      writer.write(Collections.nCopies(markers, new Outgoing(topic, Message.endMarker())));
    }
  }
}
