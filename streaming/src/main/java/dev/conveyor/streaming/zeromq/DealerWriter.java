package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.TimeSpan;
import dev.conveyor.streaming.TransportException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;

/**
 * Feeds a queue whose readers acknowledge, each message to one of them in turn, and keeps each
 * until then. What nobody acknowledges within the lease, and what a reader gives back, it sends
 * again: as long as it is writing or closing.
 */
final class DealerWriter implements MessageWriter {
  private static final Logger LOG = LoggerFactory.getLogger(DealerWriter.class);
  private static final int LARGEST_REPLY = 1_024;
  private static final byte[] DELIMITER = {};

  /** After a message has come back: so that who gave it back is gone before it is sent again. */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

  private static final long LOOK = TimeUnit.SECONDS.toNanos(1);

  /** Between two attempts to send to readers that are full. */
  private static final long UNTIL_ROOM = TimeUnit.MILLISECONDS.toNanos(20);

  private final Address address;
  private final PatternOptions options;
  private final ManagedSocket wire;
  private final SendWindow window;
  private final ThrottledWarning expired = new ThrottledWarning(LOG);
  private final ThrottledWarning strange = new ThrottledWarning(LOG);
  private long resumeAt;
  private long readerSeenAt;
  private boolean interrupted;

  /**
   * It only waits for acknowledgments now: for no longer than the address says without a reader.
   */
  private boolean finishing;

  private boolean open = true;

  DealerWriter(Address asked, Curve curve) throws InterruptedException {
    options = PatternOptions.of(asked);
    Session session = Session.random();
    window = new SendWindow(session.first(), options.highWaterMark(), options.lease());
    wire = new ManagedSocket(asked, SocketType.DEALER, SocketRole.FEEDER, curve);
    wire.socket().setIdentity(session.identity());
    wire.socket().setSndHWM(options.highWaterMark());
    wire.socket().setRcvHWM(options.highWaterMark());
    wire.limit(LARGEST_REPLY);
    wire.socket().setLinger(0);
    address = wire.join();
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public void write(List<Outgoing> messages) throws InterruptedException {
    notInterrupted();
    finishing = false;
    try {
      takeReplies(0);
      sendAgain();
      for (Outgoing message : messages) {
        write(message.body());
      }
      interrupted = false;
    } catch (InterruptedException e) {
      interrupted = true;
      throw e;
    }
  }

  private void notInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      interrupted = true;
      throw new InterruptedException();
    }
  }

  @Override
  public long unconfirmed() {
    return window.unconfirmed();
  }

  @Override
  public boolean flush(Duration patience) throws InterruptedException {
    notInterrupted();
    try {
      boolean done = awaitAcknowledgments(System.nanoTime() + patience.toNanos());
      interrupted &= !done;
      return done;
    } catch (InterruptedException e) {
      interrupted = true;
      throw e;
    }
  }

  private void write(byte[] body) throws InterruptedException {
    takeReplies(0);
    while (window.isFull() || window.hasGivenBack()) {
      turn(LOOK);
    }
    send(window.add(body, System.nanoTime()));
  }

  /** Waits for replies, at most so many nanoseconds, and sends again what is due. */
  private void turn(long most) throws InterruptedException {
    long now = System.nanoTime();
    long pause = window.hasGivenBack() ? Math.max(0, resumeAt - now) : LOOK;
    takeReplies(Math.min(Math.min(most, pause), window.untilExpiry(now)));
    if (!sendAgain()) {
      takeReplies(Math.min(most, UNTIL_ROOM));
    }
  }

  /**
   * Resends expired and returned messages as far as readers have room. The rest remains due: a
   * caller that waited for room here would not notice that all readers are gone.
   *
   * @return whether nothing remains
   */
  private boolean sendAgain() throws InterruptedException {
    return sendGivenBack() && sendExpired();
  }

  private boolean sendGivenBack() throws InterruptedException {
    boolean room = true;
    while (room && window.hasGivenBack() && System.nanoTime() - resumeAt >= 0) {
      room = offerAgain(window.oldestGivenBack().orElseThrow());
    }
    return room;
  }

  private boolean sendExpired() throws InterruptedException {
    long now = System.nanoTime();
    int sent = 0;
    Optional<SendWindow.Pending> late = window.oldestExpired(now);
    while (late.isPresent() && offerAgain(late.get())) {
      sent++;
      late = window.oldestExpired(now);
    }
    if (sent > 0) {
      expired.count(
          sent,
          "sent {} messages to "
              + address
              + " again, unacknowledged for "
              + TimeSpan.format(options.lease())
              + "; has a reader died, or does it take longer than that (&lease)?");
    }
    return late.isEmpty();
  }

  private boolean offerAgain(SendWindow.Pending pending) throws InterruptedException {
    boolean taken = awaitReader(0) && offer(pending);
    if (taken) {
      window.resent(pending, System.nanoTime());
    }
    return taken;
  }

  private void send(SendWindow.Pending pending) throws InterruptedException {
    while (!awaitReader(LOOK) || !offer(pending)) {
      takeReplies(UNTIL_ROOM);
    }
  }

  private boolean offer(SendWindow.Pending pending) throws InterruptedException {
    byte[] sequence = ByteBuffer.allocate(Long.BYTES).putLong(pending.sequence()).array();
    return wire.offer(DELIMITER, sequence, pending.body());
  }

  /**
   * Waits for a reader, at most so many nanoseconds; when all that remains is to wait for
   * acknowledgments, in all no longer than the address says.
   */
  private boolean awaitReader(long most) throws InterruptedException {
    long millis = TimeUnit.NANOSECONDS.toMillis(Math.min(LOOK, most));
    boolean there = wire.awaitPeer(Math.min(millis, options.patience().toMillis()));
    if (there) {
      readerSeenAt = System.nanoTime();
    } else if (finishing && System.nanoTime() - readerSeenAt >= options.patience().toNanos()) {
      throw givenUp();
    }
    return there;
  }

  /** Waits so many nanoseconds for a reply, then takes what else is there. */
  private void takeReplies(long patience) throws InterruptedException {
    for (byte[] first = wire.receive(patience); first != null; first = wire.poll()) {
      byte[] sequence = first.length == 0 && wire.hasMoreFrames() ? wire.nextFrame() : null;
      byte[] verdict = sequence != null && wire.hasMoreFrames() ? wire.nextFrame() : null;
      if (wire.skipFrames() > 0 || sequence == null || sequence.length != Long.BYTES) {
        strange.count(1, "passed over {} replies at " + address + " that are none");
      } else if (verdict == null) {
        window.acknowledge(ByteBuffer.wrap(sequence).getLong());
      } else if (window.giveBack(ByteBuffer.wrap(sequence).getLong())) {
        resumeAt = System.nanoTime() + PAUSE;
      }
    }
  }

  /**
   * Waits until all is acknowledged; not if the thread is interrupted, or was when it last wrote.
   *
   * @throws TransportException if no reader has been there for long; what is unacknowledged is lost
   */
  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    finishing = false;
    try {
      if (!interrupted && !Thread.currentThread().isInterrupted()) {
        while (!awaitAcknowledgments(System.nanoTime() + LOOK)) {
          // It throws when no reader comes back.
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      wire.close();
    }
    if (!window.isEmpty()) {
      LOG.warn(
          "gave up {} messages that no reader of {} has acknowledged: interrupted",
          window.count(),
          address);
    }
  }

  /** Waits, at most until then by the system's nano clock; returns whether all are here. */
  private boolean awaitAcknowledgments(long end) throws InterruptedException {
    if (!finishing) {
      finishing = true;
      readerSeenAt = System.nanoTime();
    }
    takeReplies(0);
    long left = end - System.nanoTime();
    while (!window.isEmpty() && left > 0) {
      if (awaitReader(left)) {
        turn(left);
      } else {
        takeReplies(0); // Those of readers that have answered and left.
      }
      left = end - System.nanoTime();
    }
    return window.isEmpty();
  }

  private TransportException givenUp() {
    return new TransportException(
        "cannot finish feeding "
            + address
            + ": "
            + window.count()
            + " messages are unacknowledged and there was no reader for "
            + TimeSpan.format(options.patience())
            + "; feed them again while a reader is there, or wait longer with &wait=10m");
  }
}
