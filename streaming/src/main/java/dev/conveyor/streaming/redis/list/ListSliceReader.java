package dev.conveyor.streaming.redis.list;

import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.SliceReader;
import dev.conveyor.streaming.redis.internal.PageSize;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import dev.conveyor.streaming.redis.internal.RunKeys;
import java.util.List;

/** Reads elements of a claim page by page. A page that is shorter than asked for is the last. */
final class ListSliceReader implements SliceReader {
  private static final int MOST_A_PAGE = 10_000;
  private static final MessagePage END = MessagePage.of(List.of());

  private final ListSlice slice;
  private final ListElements elements;
  private final ListPages pages;
  private final PageSize size = new PageSize(MOST_A_PAGE);
  private long at;

  ListSliceReader(ListSlice slice) {
    this.slice = slice;
    RedisList list = RedisList.of(slice.address());
    RunKeys keys = list.runKeys(slice.run());
    this.elements = new ListElements(list.key(), slice.maxMessage());
    ReplyLimits limits = ReplyLimits.cutting(slice.maxMessage());
    RedisLink link = new RedisLink(list.server(), "list", "read from", limits);
    this.pages = new ListPages(link, keys.claim(slice.claim()), slice.to(), elements);
    this.at = slice.from();
  }

  @Override
  public MessagePage read() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (at == slice.to()) {
      return END;
    }
    ListPages.Page read = pages.read(at, size.count());
    elements.number(slice.claim(), at);
    MessagePage page = elements.page();
    size.adapt(read.asked(), read.came(), page.size(), elements.bytes());
    boolean isLast = read.came() < read.asked() && page.size() == read.came();
    at = isLast ? slice.to() : at + page.size();
    return page;
  }

  @Override
  public void close() {
    pages.close();
  }
}
