package dev.conveyor.streaming.redis.list;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import dev.conveyor.streaming.redis.internal.ReplyPage;
import dev.conveyor.streaming.redis.internal.ReplyReader;
import java.io.IOException;

/** Makes a page of messages of the elements of a list. Belongs to one thread. */
final class ListElements {
  private final ReplyPage page;
  private final String source;
  private final int maxMessage;
  private final long longest;
  private long bytes;

  /**
   * @param maxMessage the size limit of a body in bytes
   */
  ListElements(String source, int maxMessage) {
    this.page = new ReplyPage(source);
    this.source = source;
    this.maxMessage = maxMessage;
    this.longest = ReplyLimits.cutting(maxMessage).string();
  }

  /**
   * Takes the elements of a reply, up to the first one that was cut only because others took the
   * room: that one is to be asked for again. Returns the number of all elements.
   *
   * @param most of them
   */
  int take(ReplyReader reply, int most) throws IOException {
    page.clear();
    bytes = 0;
    int came = reply.array(most);
    boolean isFull = false;
    for (int i = 0; i < came; i++) {
      int begin = page.end();
      long length = reply.string(page);
      int kept = page.end() - begin;
      isFull |= kept < length && length <= longest && page.size() > 0;
      if (isFull) {
        page.truncate(begin);
      } else {
        add(begin, length);
        bytes += kept;
      }
    }
    return came;
  }

  private void add(int begin, long length) {
    int end = page.end();
    boolean isWhole = end - begin == length;
    boolean mayBeEnveloped = end > begin && page.at(begin) == (byte) 0xFF;
    if (isWhole && length <= maxMessage && !mayBeEnveloped) {
      page.add(begin, begin, begin, end);
      return;
    }
    byte[] body = page.copy(begin, end);
    page.truncate(begin);
    page.add(
        isWhole
            ? Message.received(source, body, maxMessage)
            : Message.beginning(source, body, length, maxMessage));
  }

  /** Gives the messages of the latest reply IDs: a prefix, followed by their indexes. */
  void number(String prefix, long first) {
    page.number(prefix, first);
  }

  /** Returns the messages of the latest reply. */
  MessagePage page() {
    return page;
  }

  /** Returns the number of bytes of these messages. */
  long bytes() {
    return bytes;
  }
}
