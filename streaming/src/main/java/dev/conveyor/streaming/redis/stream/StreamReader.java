package dev.conveyor.streaming.redis.stream;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.redis.internal.PageSize;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import dev.conveyor.streaming.transport.UnacknowledgedCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads a stream from one ID on, in order, without a consumer group: what others read makes no
 * difference, and acknowledging forgets nothing in Redis.
 *
 * <p>Pages begin small and grow with what was seen, up to 1,000 entries or some 4 MiB. Bodies for
 * which a reply has no room are cut before they cost memory, and asked for again alone.
 */
final class StreamReader implements MessageReader {
  private static final int MOST_COUNT = 1_000;
  private static final long BYTES_A_READ = 8 << 20;

  /** The longest wait of one command, in milliseconds; an interrupt is seen after it. */
  private static final long STRETCH = 100;

  private final RedisStream stream;
  private final StreamMessages room;
  private final RedisLink link;
  private final UnacknowledgedCount unacknowledged = new UnacknowledgedCount();
  private final StreamWatch watch;
  private StreamId position;
  private final PageSize size = new PageSize(MOST_COUNT);
  private OptionalLong waiting = OptionalLong.empty();

  StreamReader(RedisStream stream, ReaderOptions options) throws InterruptedException {
    this.stream = stream;
    this.room = new StreamMessages(stream, options.maxMessage());
    this.link =
        new RedisLink(
            stream.server(),
            stream.key(),
            "stream",
            "read from",
            ReplyLimits.cutting(options.maxMessage()));
    StreamExtent extent = extent();
    this.position = start(extent);
    this.watch = StreamWatch.from(stream, extent);
  }

  private StreamExtent extent() throws InterruptedException {
    List<byte[]> keys = List.of(stream.keyBytes());
    try {
      return link.ask(redis -> StreamExtent.of(StreamExtent.SCRIPT.run(redis, keys, List.of())));
    } catch (InterruptedException | RuntimeException | Error e) {
      link.close();
      throw e;
    }
  }

  private StreamId start(StreamExtent extent) {
    return switch (stream.start()) {
      case RedisStream.EARLIEST -> StreamId.ZERO;
      case RedisStream.LATEST -> extent.last();
      default -> StreamId.parse(stream.start()).orElseThrow().before();
    };
  }

  @Override
  public Address address() {
    return stream.address();
  }

  @Override
  public boolean isConnected() {
    return link.isConnected();
  }

  @Override
  public boolean isServerAway() {
    return link.isMissed();
  }

  @Override
  public OptionalLong waiting() {
    return waiting;
  }

  @Override
  public List<Message> read(int limit, Duration patience) throws InterruptedException {
    link.resetAway();
    long deadline = System.nanoTime() + patience.toNanos();
    List<Message> messages = new ArrayList<>();
    long budget = BYTES_A_READ;
    while (true) {
      long left = messages.isEmpty() ? Math.max(0, deadline - System.nanoTime()) : 0;
      int asked = Math.min(size.count(), limit - messages.size());
      Optional<StreamPage> page = page(asked, Duration.ofNanos(left));
      int before = messages.size();
      budget -= page.isEmpty() ? 0 : take(page.get(), messages, asked);
      boolean all = page.isEmpty() || page.get().entries().size() < asked;
      boolean over = messages.isEmpty() ? all && left == 0 : all || messages.size() == limit;
      unacknowledged.add(messages.size() - before);
      if (over || budget <= 0) {
        return messages;
      }
    }
  }

  private Optional<StreamPage> page(int asked, Duration left) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long millis = Math.min(STRETCH, left.toMillis());
    return link.ask(
        redis ->
            StreamPage.read(redis, stream, position, asked, millis)
                .marked(link.socket().guard().mark()),
        left);
  }

  /** Returns how many bytes the page took. */
  private long take(StreamPage page, List<Message> messages, int asked) {
    watch.look(page.extent(), position);
    StreamMessages.Taken taken = room.take(page.entries(), page.mark(), asked, messages);
    if (taken.count() > 0) {
      position = page.entries().get(taken.count() - 1).id();
    }
    watch.pass(taken.count());
    size.adapt(asked, page.entries().size(), taken.count(), taken.bytes());
    waiting = page.entries().size() < asked ? OptionalLong.of(0) : watch.waiting(page.extent());
    return taken.bytes();
  }

  @Override
  public List<Message> acknowledge(List<Message> messages) {
    unacknowledged.remove(messages.size());
    return messages;
  }

  @Override
  public void close() {
    link.close();
  }
}
