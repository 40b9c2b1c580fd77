package dev.conveyor.streaming.redis.stream;

import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.SliceReader;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import java.util.List;

/** Reads a range of IDs page by page. A page that is shorter than asked for is the last. */
final class StreamSliceReader implements SliceReader {
  private static final MessagePage END = MessagePage.of(List.of());

  private final StreamSlice slice;
  private final StreamEntries entries;
  private final StreamPages pages;
  private StreamId after;

  /**
   * @param entries makes the pages
   */
  StreamSliceReader(StreamSlice slice, RedisStream stream, StreamEntries entries) {
    this.slice = slice;
    this.entries = entries;
    this.after = slice.after();
    ReplyLimits limits = ReplyLimits.cutting(slice.maxMessage());
    RedisLink link = new RedisLink(stream.server(), "stream", "read from", limits);
    this.pages = new StreamPages(link, stream.keyBytes(), slice.upTo(), entries);
  }

  @Override
  public MessagePage read() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    while (after.compareTo(slice.upTo()) < 0) {
      after = pages.read(after);
      if (!entries.page().isEmpty()) {
        return entries.page();
      }
    }
    return END;
  }

  @Override
  public void close() {
    pages.close();
  }
}
