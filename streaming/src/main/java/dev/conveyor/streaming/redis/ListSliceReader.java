package dev.conveyor.streaming.redis;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.SliceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads elements of a claim page by page. A page that is shorter than asked for is the last. */
final class ListSliceReader implements SliceReader {
  private static final int MOST_A_PAGE = 10_000;

  private final ListSlice slice;
  private final String source;
  private final byte[] claim;
  private final RedisLink link;
  private final PageSize size = new PageSize(MOST_A_PAGE);
  private long at;

  ListSliceReader(ListSlice slice) {
    this.slice = slice;
    RedisList list = RedisList.of(slice.address());
    RunKeys keys = RunKeys.of(list, slice.run());
    this.source = list.key();
    this.claim = keys.claim(slice.claim());
    this.link = keys.link("read from", ReplyLimits.cutting(slice.maxMessage()));
    this.at = slice.from();
  }

  @Override
  public List<Message> read() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    int asked = (int) Math.min(size.count(), slice.to() - at);
    if (asked == 0) {
      return List.of();
    }
    Page page =
        link.ask(
            redis ->
                new Page(redis.lrange(claim, at, at + asked - 1), link.socket().guard().mark()));
    List<Message> messages = messages(page, asked);
    boolean last = page.bodies().size() < asked && messages.size() == page.bodies().size();
    at = last ? slice.to() : at + messages.size();
    return messages;
  }

  /** The page up to the first body that was cut only because others took the room. */
  private List<Message> messages(Page page, int asked) {
    List<Message> messages = new ArrayList<>(page.bodies().size());
    long bytes = 0;
    for (byte[] body : page.bodies()) {
      Optional<CutString> cut = CutString.of(body, page.mark());
      if (cut.isPresent() && cut.get().length() <= mostBytes() && !messages.isEmpty()) {
        break;
      }
      messages.add(message(body, cut));
      bytes += body.length;
    }
    size.adapt(asked, page.bodies().size(), messages.size(), bytes);
    return messages;
  }

  private long mostBytes() {
    return ReplyLimits.cutting(slice.maxMessage()).string();
  }

  private Message message(byte[] body, Optional<CutString> cut) {
    return cut.isPresent()
        ? Message.beginning(source, cut.get().beginning(), cut.get().length(), slice.maxMessage())
        : Message.received(source, body, slice.maxMessage());
  }

  @Override
  public void close() {
    link.close();
  }

  private record Page(List<byte[]> bodies, byte[] mark) {}
}
