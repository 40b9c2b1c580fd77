package dev.conveyor.streaming.redis.stream;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.SliceReader;
import dev.conveyor.streaming.redis.internal.PageSize;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

/** Reads a range of IDs page by page, until a page is empty. */
final class StreamSliceReader implements SliceReader {
  private static final int MOST_A_PAGE = 4_000;

  private final StreamSlice slice;
  private final RedisStream stream;
  private final StreamMessages room;
  private final RedisLink link;
  private final PageSize size = new PageSize(MOST_A_PAGE);
  private StreamId after;

  StreamSliceReader(StreamSlice slice) {
    this.slice = slice;
    this.stream = RedisStream.of(slice.address());
    this.room = new StreamMessages(stream, slice.maxMessage());
    this.after = slice.after();
    ReplyLimits limits = ReplyLimits.cutting(slice.maxMessage());
    this.link = new RedisLink(stream.server(), "stream", "read from", limits);
  }

  @Override
  public List<Message> read() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (after.compareTo(slice.upTo()) >= 0) {
      return List.of();
    }
    int asked = size.count();
    Page page = link.ask(redis -> page(redis, asked));
    List<Message> messages = new ArrayList<>(page.entries().size());
    StreamMessages.Taken taken = room.take(page.entries(), page.mark(), asked, messages);
    size.adapt(asked, page.entries().size(), taken.count(), taken.bytes());
    boolean all = page.entries().size() < asked && taken.count() == page.entries().size();
    after = all ? slice.upTo() : page.entries().get(taken.count() - 1).id();
    return messages;
  }

  private Page page(Jedis redis, int asked) {
    List<?> entries =
        (List<?>)
            redis.sendCommand(
                Protocol.Command.XRANGE,
                stream.keyBytes(),
                bytes("(" + after),
                bytes(slice.upTo().toString()),
                bytes("COUNT"),
                bytes(asked));
    byte[] field = stream.fieldBytes();
    return new Page(
        entries.stream().map(entry -> StreamEntry.of(entry, field)).toList(),
        link.socket().guard().mark());
  }

  @Override
  public void close() {
    link.close();
  }

  private record Page(List<StreamEntry> entries, byte[] mark) {}
}
