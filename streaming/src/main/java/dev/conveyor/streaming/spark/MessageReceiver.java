package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessagePacker;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.PackedMessages;
import dev.conveyor.streaming.PackingReader;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Transports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;
import org.apache.spark.util.TaskCompletionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads live on an executor, at most once: gathers messages for a moment, acknowledges them, and
 * stores them as one block, packed. If it acknowledged after storing, a message would come twice
 * when the executor dies in between and its block survives on another one. Within the limit and
 * Spark's back pressure it reads less, so that messages wait at the transport. A permanent failure
 * stops the receiver, with its reason. It ends with its task: Spark may kill the task and start the
 * receiver elsewhere without stopping this one.
 */
final class MessageReceiver extends Receiver<PackedMessages> {
  private static final long serialVersionUID = 2;
  private static final Logger LOG = LoggerFactory.getLogger(MessageReceiver.class);
  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final int MOST_MESSAGES = 200_000;
  private static final long MOST_BYTES = 16 << 20;

  /** Fewer messages than this at a time are left to become more, for this long. */
  private static final int FEW_MESSAGES = 500;

  private static final long MORE_NANOS = 100_000;
  private static final long LONGEST_GATHERING_MILLIS = 200;
  private static final long LONGEST_SILENCE_MILLIS = 500;
  private static final long END_LIMIT_MILLIS = 10_000;

  private final Address address;
  private final ReceiverSettings settings;
  private transient Thread thread;
  private transient TokenBucket bucket;
  private transient volatile long answeredAt;
  private transient volatile boolean isTaskOver;

  /** Guarded by this. */
  private transient boolean reads;

  MessageReceiver(Address address, ReceiverSettings settings, StorageLevel level) {
    super(level);
    this.address = address;
    this.settings = settings;
  }

  @Override
  public void onStart() {
    double intervalSeconds = settings.interval().toMillis() / 1e3;
    bucket = new TokenBucket(settings.limit(), intervalSeconds, System.nanoTime());
    answeredAt = System.nanoTime();
    TaskContext task = TaskContext.get(); // None where Spark starts it again within its task.
    if (task != null) {
      task.addTaskCompletionListener((TaskCompletionListener) ended -> endWithTask());
    }
    thread = started(this::receive, "conveyor-receiver-" + streamId());
    started(this::watch, "conveyor-receiver-watch-" + streamId());
  }

  private static Thread started(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Lets the thread store and acknowledge its messages, unless it stops itself. */
  @Override
  public void onStop() {
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(END_LIMIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void endWithTask() {
    isTaskOver = true;
    onStop();
  }

  private boolean isOver() {
    return isTaskOver || isStopped();
  }

  private void receive() {
    ReaderOptions options = ReaderOptions.defaults().withMaxMessage(settings.maxMessage());
    try (MessageReader reader = Transports.endpoint(address).openReader(options)) {
      if (!reader.address().equals(address)) {
        LOG.warn("reading {}", reader.address());
      }
      MessagePacker packer = new MessagePacker(settings.maxMessage());
      boolean isAtEnd = false;
      while (!isAtEnd && !isOver()) {
        gather(reader, packer);
        isAtEnd = isAtEnd(packer);
        if (packer.count() > 0) {
          PackedMessages packed = packer.take();
          store(List.of(packed).iterator(), packed.size());
          answeredAt = System.nanoTime();
        }
      }
      if (isAtEnd) {
        report(true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      fail(String.valueOf(e.getMessage()), e);
    } catch (Exception | Error e) { // Scala throws checked exceptions without saying so.
      fail("cannot read " + address + ": " + e, e);
    }
  }

  private void fail(String reason, Throwable cause) {
    if (!isOver()) {
      stop(reason, cause);
    }
  }

  /** Reads for a moment, or for the patience if no message comes, within the rate limit. */
  private void gather(MessageReader reader, MessagePacker packer) throws InterruptedException {
    List<Message> gathered = new ArrayList<>();
    long gathering =
        Math.min(LONGEST_GATHERING_MILLIS, Math.max(1, settings.interval().toMillis() / 5));
    long until = System.nanoTime() + gathering * 1_000_000;
    long bytes = 0;
    do {
      int allowed = bucket.at(System.nanoTime(), supervisor().getCurrentRateLimit());
      if (allowed == 0) {
        Thread.sleep(1);
        answeredAt = System.nanoTime();
        continue;
      }
      int limit = Math.min(allowed, MOST_MESSAGES);
      if (reader instanceof PackingReader packing) {
        noteRead(readPacked(packing, packer, limit), reader);
      } else {
        List<Message> messages = reader.read(limit, PATIENCE);
        noteRead(messages.size(), reader);
        gathered.addAll(messages);
        bytes += messages.stream().mapToLong(message -> message.body().length).sum();
        if (isAtEnd(messages)) {
          break;
        }
      }
    } while (System.nanoTime() < until
        && gathered.size() + packer.count() < MOST_MESSAGES
        && bytes + packer.bytes() < MOST_BYTES
        && !isAtEnd(packer)
        && !isOver());
    if (!gathered.isEmpty()) {
      // Messages whose lease expired meanwhile belong to another reader.
      reader.acknowledge(gathered).forEach(packer::add);
    }
  }

  private static int readPacked(PackingReader reader, MessagePacker packer, int limit)
      throws InterruptedException {
    int count = reader.read(packer, limit, PATIENCE);
    if (count > 0 && count < Math.min(limit, FEW_MESSAGES)) {
      LockSupport.parkNanos(MORE_NANOS);
    }
    return count;
  }

  private void noteRead(int messages, MessageReader reader) {
    answeredAt = System.nanoTime();
    bucket.spend(messages);
    report(!reader.isServerAway());
  }

  private boolean isAtEnd(List<Message> messages) {
    return settings.end() == ReaderOptions.End.AT_MARKER
        && messages.stream().anyMatch(Message::isEndMarker);
  }

  private boolean isAtEnd(MessagePacker packer) {
    return settings.end() == ReaderOptions.End.AT_MARKER && packer.hasEndMarker();
  }

  /** Reports a silent address as not read, long before a timeout: it may have messages. */
  private void watch() {
    try {
      while (thread.isAlive()) {
        if (System.nanoTime() - answeredAt > LONGEST_SILENCE_MILLIS * 1_000_000) {
          report(false);
        }
        thread.join(LONGEST_SILENCE_MILLIS / 5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void report(boolean now) {
    if (now != reads && !isTaskOver) {
      reads = now;
      reportError(now ? ReceiverWatch.READING : ReceiverWatch.NOT_READING, null);
    }
  }
}
