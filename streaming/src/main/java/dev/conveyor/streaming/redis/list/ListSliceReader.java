package dev.conveyor.streaming.redis.list;

import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.SliceReader;
import dev.conveyor.streaming.redis.internal.PageSize;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import java.util.List;

/** Reads elements of a list page by page. A page that is shorter than asked for is the last. */
final class ListSliceReader implements SliceReader {
  private static final int MOST_A_PAGE = 10_000;
  private static final MessagePage END = MessagePage.of(List.of());

  private final long end;
  private final String idPrefix;
  private final ListElements elements;
  private final ListPages pages;
  private final PageSize size = new PageSize(MOST_A_PAGE);
  private long at;

  /**
   * @param key holds the elements
   * @param end exclusive
   * @param idPrefix the beginning of the IDs, which an index follows; empty for none
   */
  ListSliceReader(
      RedisList list, byte[] key, long begin, long end, int maxMessage, String idPrefix) {
    this.end = end;
    this.idPrefix = idPrefix;
    this.elements = new ListElements(list.key(), maxMessage);
    ReplyLimits limits = ReplyLimits.cutting(maxMessage);
    RedisLink link = new RedisLink(list.server(), "list", "read from", limits);
    this.pages = new ListPages(link, key, end, elements);
    this.at = begin;
  }

  @Override
  public MessagePage read() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (at == end) {
      return END;
    }
    ListPages.Page read = pages.read(at, size.count());
    if (!idPrefix.isEmpty()) {
      elements.number(idPrefix, at);
    }
    MessagePage page = elements.page();
    size.adapt(read.asked(), read.came(), page.size(), elements.bytes());
    boolean isLast = read.came() < read.asked() && page.size() == read.came();
    at = isLast ? end : at + page.size();
    return page;
  }

  @Override
  public void close() {
    pages.close();
  }
}
