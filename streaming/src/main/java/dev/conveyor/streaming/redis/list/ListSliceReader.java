package dev.conveyor.streaming.redis.list;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.SliceReader;
import dev.conveyor.streaming.redis.internal.PageSize;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import dev.conveyor.streaming.redis.internal.RunKeys;
import dev.conveyor.streaming.redis.internal.TruncatedString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads elements of a claim page by page. A page that is shorter than asked for is the last. */
final class ListSliceReader implements SliceReader {
  private static final int MOST_A_PAGE = 10_000;

  private final ListSlice slice;
  private final String source;
  private final ListPages pages;
  private final PageSize size = new PageSize(MOST_A_PAGE);
  private long at;

  ListSliceReader(ListSlice slice) {
    this.slice = slice;
    RedisList list = RedisList.of(slice.address());
    RunKeys keys = list.runKeys(slice.run());
    this.source = list.key();
    ReplyLimits limits = ReplyLimits.cutting(slice.maxMessage());
    RedisLink link = new RedisLink(list.server(), "list", "read from", limits);
    this.pages = new ListPages(link, keys.claim(slice.claim()), slice.to());
    this.at = slice.from();
  }

  @Override
  public List<Message> read() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (at == slice.to()) {
      return List.of();
    }
    ListPages.Page page = pages.read(at, size.count());
    List<Message> messages = messages(page);
    int came = page.elements().size();
    boolean isLast = came < page.asked() && messages.size() == came;
    at = isLast ? slice.to() : at + messages.size();
    return messages;
  }

  /** The page up to the first body that was cut only because others took the room. */
  private List<Message> messages(ListPages.Page page) {
    List<Message> messages = new ArrayList<>(page.elements().size());
    long bytes = 0;
    for (byte[] body : page.elements()) {
      Optional<TruncatedString> cut = TruncatedString.of(body, page.mark());
      if (cut.isPresent() && cut.get().length() <= mostBytes() && !messages.isEmpty()) {
        break;
      }
      messages.add(message(body, cut));
      bytes += body.length;
    }
    size.adapt(page.asked(), page.elements().size(), messages.size(), bytes);
    return messages;
  }

  private long mostBytes() {
    return ReplyLimits.cutting(slice.maxMessage()).string();
  }

  private Message message(byte[] body, Optional<TruncatedString> cut) {
    return cut.isPresent()
        ? Message.beginning(source, cut.get().beginning(), cut.get().length(), slice.maxMessage())
        : Message.received(source, body, slice.maxMessage());
  }

  @Override
  public void close() {
    pages.close();
  }
}
