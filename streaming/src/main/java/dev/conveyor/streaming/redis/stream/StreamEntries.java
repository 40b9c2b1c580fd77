package dev.conveyor.streaming.redis.stream;

import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.redis.internal.ReplyException;
import dev.conveyor.streaming.redis.internal.ReplyPage;
import dev.conveyor.streaming.redis.internal.ReplyReader;
import dev.conveyor.streaming.redis.internal.TruncatedString;
import java.io.IOException;
import java.util.Optional;

/** Makes a page of messages of the entries of a stream. Belongs to one thread. */
final class StreamEntries {
  private static final int LONGEST_ID = 41;
  private static final int MOST_FIELDS = 500_000;
  private static final int NONE = -1;
  private static final byte FIRST_OF_ENVELOPE = (byte) 0xFF;

  private final StreamMessages messages;
  private final int maxMessage;
  private final byte[] bodyField;
  private final ReplyPage page;
  private int asked;
  private long bytes;
  private StreamId last;

  /** The latest entry. */
  private int id;

  private int idEnd;
  private int body;
  private int bodyEnd;
  private long bodyLength;
  private final byte[][] envelope = new byte[StreamEntry.ENVELOPE.size()][];
  private long size;

  StreamEntries(RedisStream stream, int maxMessage) {
    this.messages = new StreamMessages(stream, maxMessage);
    this.maxMessage = maxMessage;
    this.bodyField = stream.fieldBytes();
    this.page = new ReplyPage(stream.key());
  }

  /**
   * Takes the entries of a reply, up to the first body that was cut only because other strings took
   * the room: that one is to be asked for again. Returns the number of all entries.
   *
   * @param after the ID after which they come
   * @param asked how many entries were asked for
   */
  int take(ReplyReader reply, StreamId after, int asked) throws IOException {
    this.asked = asked;
    page.clear();
    bytes = 0;
    last = null;
    int came = reply.array(asked);
    boolean isFull = false;
    for (int i = 0; i < came; i++) {
      int begin = page.end();
      read(reply);
      isFull |= isCutForRoom();
      if (isFull) {
        page.truncate(begin);
      } else {
        add(begin);
      }
    }
    if (page.size() > 0) {
      last = parsed(page.id(page.size() - 1));
      if (last.compareTo(after) <= 0) {
        throw new ReplyException("it answers with entry " + last + " for those after " + after);
      }
    }
    return came;
  }

  private void read(ReplyReader reply) throws IOException {
    reply.arrayOf(2);
    id = page.end();
    long length = reply.string(page);
    idEnd = page.end();
    if (length > LONGEST_ID) {
      throw new ReplyException("it answers with an entry without an ID");
    }
    body = NONE;
    bodyEnd = NONE;
    bodyLength = 0;
    size = 0;
    int strings = reply.array(MOST_FIELDS);
    if (strings % 2 != 0) {
      throw new ReplyException("it answers with a field without a value");
    }
    for (int i = 0; i < envelope.length; i++) {
      envelope[i] = null;
    }
    for (int i = 0; i < strings; i += 2) {
      field(reply, strings > 2);
    }
  }

  private void field(ReplyReader reply, boolean isOneOfMany) throws IOException {
    int begin = page.end();
    reply.string(page);
    int nameEnd = page.end();
    boolean isBody = body == NONE && page.holds(bodyField, begin, nameEnd);
    int part = isOneOfMany && !isBody ? envelopePart(begin, nameEnd) : NONE;
    page.truncate(begin);
    long length = reply.string(page);
    int end = page.end();
    size += nameEnd - begin + end - begin + 2L * StreamEntry.A_FIELD;
    if (isBody) {
      body = begin;
      bodyEnd = end;
      bodyLength = length;
      return;
    }
    if (part != NONE && envelope[part] == null) {
      envelope[part] = page.copy(begin, end);
    }
    page.truncate(begin);
  }

  private int envelopePart(int begin, int end) {
    for (int i = 0; i < envelope.length; i++) {
      if (page.holds(StreamEntry.ENVELOPE.get(i), begin, end)) {
        return i;
      }
    }
    return NONE;
  }

  private boolean isCutForRoom() {
    return asked > 1 && isCut() && bodyLength <= maxMessage;
  }

  private boolean isCut() {
    return body != NONE && bodyEnd - body < bodyLength;
  }

  private void add(int begin) throws ReplyException {
    bytes += size;
    boolean isPlain =
        body != NONE
            && bodyEnd - body == bodyLength
            && bodyLength <= maxMessage
            && (bodyLength == 0 || page.at(body) != FIRST_OF_ENVELOPE)
            && envelope[0] == null;
    if (isPlain) {
      page.add(id, idEnd, body, bodyEnd);
      return;
    }
    Envelope sent = StreamEntry.envelope(envelope[0], envelope[1], envelope[2]);
    byte[] kept = body == NONE ? null : page.copy(body, bodyEnd);
    StreamEntry entry = new StreamEntry(parsed(page.text(id, idEnd)), kept, sent, size);
    Optional<TruncatedString> cut =
        isCut() ? Optional.of(new TruncatedString(bodyLength, kept)) : Optional.empty();
    page.truncate(begin);
    page.add(messages.message(entry, cut));
  }

  private static StreamId parsed(String text) throws ReplyException {
    return StreamId.parse(text)
        .orElseThrow(() -> new ReplyException("it answers with an entry without an ID"));
  }

  /** Returns the messages of the latest reply. */
  MessagePage page() {
    return page;
  }

  /** Returns the number of bytes in all fields of these messages, and some for each field. */
  long bytes() {
    return bytes;
  }

  /** Returns the ID of the last of these messages; null if there are none. */
  StreamId last() {
    return last;
  }
}
