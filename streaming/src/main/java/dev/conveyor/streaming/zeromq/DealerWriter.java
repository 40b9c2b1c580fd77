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
 * Writes to an acknowledged queue, each message to one of its readers in turn. Stores a message
 * until it is acknowledged. Sends a message again when its lease expires or a reader returns it,
 * while this writer is writing or closing.
 */
final class DealerWriter implements MessageWriter {
  private static final Logger LOG = LoggerFactory.getLogger(DealerWriter.class);
  private static final int MAX_REPLY_BYTES = 1_024;
  private static final byte[] DELIMITER = {};

  /** The wait before a returned message is sent again, so that its reader has disconnected. */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

  private static final long CHECK_INTERVAL = TimeUnit.SECONDS.toNanos(1);

  /** The wait between two attempts to send to readers that are full. */
  private static final long RETRY_INTERVAL = TimeUnit.MILLISECONDS.toNanos(20);

  private final Address address;
  private final PatternOptions options;
  private final ManagedSocket socket;
  private final SendWindow window;
  private final ThrottledWarning expired = new ThrottledWarning(LOG);
  private final ThrottledWarning strange = new ThrottledWarning(LOG);
  private long resumeAt;
  private long readerSeenAt;
  private boolean interrupted;

  /** True while it only waits for acknowledgments; {@code &wait} limits that without a reader. */
  private boolean finishing;

  private boolean open = true;

  DealerWriter(Address asked, Curve curve) throws InterruptedException {
    options = PatternOptions.of(asked);
    Session session = Session.random();
    window = new SendWindow(session.first(), options.highWaterMark(), options.lease());
    socket = new ManagedSocket(asked, SocketType.DEALER, SocketRole.FEEDER, curve);
    socket.socket().setIdentity(session.identity());
    socket.socket().setSndHWM(options.highWaterMark());
    socket.socket().setRcvHWM(options.highWaterMark());
    socket.limit(MAX_REPLY_BYTES);
    socket.socket().setLinger(0);
    address = socket.join();
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public void write(List<Outgoing> messages) throws InterruptedException {
    throwIfInterrupted();
    finishing = false;
    try {
      takeReplies(0);
      resend();
      for (Outgoing message : messages) {
        write(message.body());
      }
      interrupted = false;
    } catch (InterruptedException e) {
      interrupted = true;
      throw e;
    }
  }

  private void throwIfInterrupted() throws InterruptedException {
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
    throwIfInterrupted();
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
    while (window.isFull() || window.hasReturned()) {
      turn(CHECK_INTERVAL);
    }
    send(window.add(body, System.nanoTime()));
  }

  /** Waits for replies, at most this many nanoseconds, and resends messages that are due. */
  private void turn(long most) throws InterruptedException {
    long now = System.nanoTime();
    long pause = window.hasReturned() ? Math.max(0, resumeAt - now) : CHECK_INTERVAL;
    takeReplies(Math.min(Math.min(most, pause), window.untilExpiry(now)));
    if (!resend()) {
      takeReplies(Math.min(most, RETRY_INTERVAL));
    }
  }

  /**
   * Resends expired and returned messages as far as readers have room. The rest remains due: a
   * caller that waited for room here would not notice that all readers are gone.
   *
   * @return true if no message remains due
   */
  private boolean resend() throws InterruptedException {
    return sendReturned() && sendExpired();
  }

  private boolean sendReturned() throws InterruptedException {
    boolean room = true;
    while (room && window.hasReturned() && System.nanoTime() - resumeAt >= 0) {
      room = offerResend(window.oldestReturned().orElseThrow());
    }
    return room;
  }

  private boolean sendExpired() throws InterruptedException {
    long now = System.nanoTime();
    int sent = 0;
    Optional<SendWindow.InFlight> late = window.oldestExpired(now);
    while (late.isPresent() && offerResend(late.get())) {
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
              + "; check whether a reader has died, or raise &lease if readers need longer");
    }
    return late.isEmpty();
  }

  private boolean offerResend(SendWindow.InFlight message) throws InterruptedException {
    boolean taken = awaitReader(0) && offer(message);
    if (taken) {
      window.resent(message, System.nanoTime());
    }
    return taken;
  }

  private void send(SendWindow.InFlight message) throws InterruptedException {
    while (!awaitReader(CHECK_INTERVAL) || !offer(message)) {
      takeReplies(RETRY_INTERVAL);
    }
  }

  private boolean offer(SendWindow.InFlight message) throws InterruptedException {
    byte[] sequence = ByteBuffer.allocate(Long.BYTES).putLong(message.sequence()).array();
    return socket.offer(DELIMITER, sequence, message.body());
  }

  /**
   * Waits for a reader, at most this many nanoseconds.
   *
   * @throws TransportException if it only waits for acknowledgments, and no reader has been
   *     connected for {@code &wait}
   */
  private boolean awaitReader(long most) throws InterruptedException {
    long millis = TimeUnit.NANOSECONDS.toMillis(Math.min(CHECK_INTERVAL, most));
    boolean connected = socket.awaitPeer(Math.min(millis, options.timeout().toMillis()));
    if (connected) {
      readerSeenAt = System.nanoTime();
    } else if (finishing && System.nanoTime() - readerSeenAt >= options.timeout().toNanos()) {
      throw noReader();
    }
    return connected;
  }

  /** Waits for a reply until the timeout in nanoseconds, then handles all that have arrived. */
  private void takeReplies(long timeout) throws InterruptedException {
    for (byte[] first = socket.receive(timeout); first != null; first = socket.poll()) {
      byte[] sequence = first.length == 0 && socket.hasMoreFrames() ? socket.nextFrame() : null;
      byte[] returned = sequence != null && socket.hasMoreFrames() ? socket.nextFrame() : null;
      if (socket.skipFrames() > 0 || sequence == null || sequence.length != Long.BYTES) {
        strange.count(1, "ignored {} malformed replies at " + address);
      } else if (returned == null) {
        window.acknowledge(ByteBuffer.wrap(sequence).getLong());
      } else if (window.markReturned(ByteBuffer.wrap(sequence).getLong())) {
        resumeAt = System.nanoTime() + PAUSE;
      }
    }
  }

  /**
   * Waits until all messages are acknowledged, unless the thread is interrupted, or was during the
   * latest write.
   *
   * @throws TransportException if no reader has been connected for {@code &wait}; unacknowledged
   *     messages are lost
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
        while (!awaitAcknowledgments(System.nanoTime() + CHECK_INTERVAL)) {
          // It throws when no reader comes back.
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      socket.close();
    }
    if (!window.isEmpty()) {
      LOG.warn(
          "lost {} messages that no reader of {} has acknowledged: interrupted",
          window.count(),
          address);
    }
  }

  /** Waits until all messages are acknowledged; returns false at the end time in nanoseconds. */
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
        takeReplies(0); // Readers may have replied and disconnected.
      }
      left = end - System.nanoTime();
    }
    return window.isEmpty();
  }

  private TransportException noReader() {
    return new TransportException(
        "cannot finish feeding "
            + address
            + ": "
            + window.count()
            + " messages are unacknowledged and there was no reader for "
            + TimeSpan.format(options.timeout())
            + "; feed them again while a reader is there, or wait longer with &wait=10m");
  }
}
