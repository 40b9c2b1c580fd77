package dev.conveyor.streaming.redis.stream;

import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.redis.internal.ReplyException;
import dev.conveyor.streaming.redis.internal.ReplyPage;
import dev.conveyor.streaming.redis.internal.ReplyReader;
import java.io.IOException;

/**
 * Counts entries within bounds. What is counted of a reply counts once it is {@linkplain #keep
 * kept}, since a lost connection repeats a reply. Belongs to one thread.
 */
final class EntryCount implements EntryPage {
  private final Bounds bounds;
  private final ReplyPage page = new ReplyPage("");
  private final EntryReader entry;
  private long count;
  private long bytes;
  private StreamId last;

  /** Of the latest reply. */
  private int taken;

  private long takenBytes;
  private long bodyBytes;
  private StreamId takenLast;
  private boolean isOver;

  /**
   * @param after the ID after which counting begins
   */
  EntryCount(byte[] bodyField, StreamId after, Bounds bounds) {
    this.bounds = bounds;
    this.entry = EntryReader.ofLengths(bodyField, page);
    this.last = after;
  }

  @Override
  public int take(ReplyReader reply, StreamId after, int asked) throws IOException {
    page.clear();
    taken = 0;
    takenBytes = 0;
    bodyBytes = 0;
    takenLast = null;
    isOver = false;
    int came = reply.array(asked);
    int id = 0;
    int idEnd = 0;
    for (int i = 0; i < came; i++) {
      entry.read(reply);
      isOver |= !fits(entry.bodyLength());
      if (!isOver) {
        taken++;
        takenBytes += entry.size();
        bodyBytes += entry.bodyLength();
        id = entry.id();
        idEnd = entry.idEnd();
      }
      page.truncate(entry.idEnd());
    }
    if (taken > 0) {
      takenLast = EntryReader.parsed(page.text(id, idEnd));
      if (takenLast.compareTo(after) <= 0) {
        throw new ReplyException(
            "it answers with entry " + takenLast + " for those after " + after);
      }
    }
    return came;
  }

  private boolean fits(long length) {
    long before = count + taken;
    boolean isFirst = before == 0;
    return before < bounds.messages() && (isFirst || length <= bounds.bytes() - bytes - bodyBytes);
  }

  /** Adds the entries of the latest reply. */
  void keep() {
    count += taken;
    bytes += bodyBytes;
    last = taken > 0 ? takenLast : last;
    taken = 0;
    bodyBytes = 0;
  }

  /** Returns the number of entries that were kept. */
  long count() {
    return count;
  }

  /** Returns the ID of the last entry that was kept; where counting began if there is none. */
  StreamId reached() {
    return last;
  }

  @Override
  public int taken() {
    return taken;
  }

  @Override
  public long bytes() {
    return takenBytes;
  }

  @Override
  public StreamId last() {
    return takenLast;
  }

  @Override
  public boolean isDone() {
    return isOver || count + taken >= bounds.messages();
  }
}
