package dev.conveyor.streaming.redis.stream;

import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.redis.internal.RedisBytes;
import dev.conveyor.streaming.redis.internal.ReplyException;
import dev.conveyor.streaming.redis.internal.ReplyPage;
import dev.conveyor.streaming.redis.internal.ReplyReader;
import dev.conveyor.streaming.redis.internal.TruncatedString;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Makes a page of messages of the entries of a stream, up to the first body that was cut only
 * because other bodies took the room: that one is to be asked for again. Belongs to one thread.
 */
final class StreamEntries implements EntryPage {
  private static final byte FIRST_OF_ENVELOPE = (byte) 0xFF;

  private final StreamMessages messages;
  private final List<String> fields;
  private final boolean needsBody;
  private final int maxMessage;
  private final ReplyPage page;
  private final EntryReader entry;
  private long bytes;
  private StreamId last;

  /** Reads bodies, without which an entry is dead. */
  StreamEntries(RedisStream stream, int maxMessage) {
    this(stream, List.of(), true, maxMessage);
  }

  /**
   * Reads bodies where there are some, and other fields.
   *
   * @param fields the names of the other fields
   */
  StreamEntries(RedisStream stream, List<String> fields, int maxMessage) {
    this(stream, fields, false, maxMessage);
  }

  private StreamEntries(
      RedisStream stream, List<String> fields, boolean needsBody, int maxMessage) {
    this.messages = new StreamMessages(stream, maxMessage);
    this.fields = List.copyOf(fields);
    this.needsBody = needsBody;
    this.maxMessage = maxMessage;
    this.page = new ReplyPage(stream.key(), fields.size());
    List<byte[]> names = fields.stream().map(RedisBytes::bytes).toList();
    this.entry = EntryReader.ofBodies(stream.fieldBytes(), names, page);
  }

  @Override
  public int take(ReplyReader reply, StreamId after, int asked) throws IOException {
    page.clear();
    bytes = 0;
    last = null;
    int came = reply.array(asked);
    boolean isFull = false;
    for (int i = 0; i < came; i++) {
      int begin = page.end();
      entry.read(reply);
      isFull |= asked > 1 && isCutForRoom();
      if (isFull) {
        page.truncate(begin);
      } else {
        add(begin);
      }
    }
    if (page.size() > 0) {
      last = lastAfter(after);
    }
    return came;
  }

  /** A stream that does not go on would be read without end. */
  private StreamId lastAfter(StreamId after) throws ReplyException {
    StreamId id = EntryReader.parsed(page.id(page.size() - 1));
    if (id.compareTo(after) <= 0) {
      throw new ReplyException("it answers with entry " + id + " for those after " + after);
    }
    return id;
  }

  /** Returns whether a string was cut only because others took the room. */
  private boolean isCutForRoom() {
    boolean isCut = entry.isCut() || entry.cutLength() > 0;
    return isCut && Math.max(entry.bodyLength(), entry.cutLength()) <= maxMessage;
  }

  private void add(int begin) throws ReplyException {
    bytes += entry.size();
    boolean isEmpty = !needsBody && !entry.hasBody();
    if (entry.cutLength() > 0) {
      addDead();
    } else if (isEmpty && !entry.mayHaveEnvelope()) {
      page.add(entry.id(), entry.idEnd(), entry.idEnd(), entry.idEnd());
    } else if (isPlain()) {
      page.add(entry.id(), entry.idEnd(), entry.body(), entry.bodyEnd());
    } else {
      addObject(begin, isEmpty);
    }
    if (!fields.isEmpty()) {
      entry.setFields();
    }
  }

  /** Adds a dead letter; what the buffer holds of its fields stays, since it refers to them. */
  private void addDead() throws ReplyException {
    String field = "\"" + fields.get(entry.cutField()) + "\"";
    String reason =
        entry.cutLength() > maxMessage
            ? "field "
                + field
                + " of "
                + entry.cutLength()
                + " bytes is over the limit of "
                + maxMessage
            : "stream entry whose other fields leave no room for the field " + field;
    page.add(messages.dead(entry.entry(), reason));
  }

  private void addObject(int begin, boolean isEmpty) throws ReplyException {
    StreamEntry whole = isEmpty ? entry.entry().withBody(new byte[0]) : entry.entry();
    Optional<TruncatedString> cut =
        entry.isCut()
            ? Optional.of(new TruncatedString(entry.bodyLength(), whole.body()))
            : Optional.empty();
    if (fields.isEmpty()) {
      page.truncate(begin);
    }
    page.add(messages.message(whole, cut));
  }

  private boolean isPlain() {
    boolean isBody =
        entry.hasBody()
            && !entry.isCut()
            && entry.bodyLength() <= maxMessage
            && !entry.mayHaveEnvelope();
    return isBody && (entry.bodyLength() == 0 || page.at(entry.body()) != FIRST_OF_ENVELOPE);
  }

  /** Returns the messages of the latest reply. */
  MessagePage page() {
    return page;
  }

  @Override
  public int taken() {
    return page.size();
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public StreamId last() {
    return last;
  }

  /** {@inheritDoc} Never: a slice is read to its end. */
  @Override
  public boolean isDone() {
    return false;
  }
}
