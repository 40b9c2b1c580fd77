package dev.conveyor.streaming.redis.stream;

import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.redis.internal.ReplyException;
import dev.conveyor.streaming.redis.internal.ReplyPage;
import dev.conveyor.streaming.redis.internal.ReplyReader;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads one entry of a reply after another: ID and body into the buffer of a page, and an envelope
 * aside. Other fields are skipped and take no memory. Belongs to one thread.
 */
final class EntryReader {
  private static final int LONGEST_ID = 41;
  private static final int MOST_FIELDS = 500_000;
  private static final int NONE = -1;

  /** Digits of the longest number of an envelope. */
  private static final int LONGEST_PART = 20;

  private final byte[] bodyField;
  private final ReplyPage page;
  private final boolean isKeeping;
  private final int longestName;
  private final byte[][] envelope = new byte[StreamEntry.ENVELOPE.size()][];
  private int id;
  private int idEnd;
  private int body;
  private int bodyEnd;
  private long bodyLength;
  private long size;

  private EntryReader(byte[] bodyField, ReplyPage page, boolean isKeeping) {
    this.bodyField = bodyField;
    this.page = page;
    this.isKeeping = isKeeping;
    int longest = bodyField.length;
    for (byte[] name : StreamEntry.ENVELOPE) {
      longest = Math.max(longest, name.length);
    }
    this.longestName = longest;
  }

  /** Returns a reader of IDs and bodies. */
  static EntryReader ofBodies(byte[] bodyField, ReplyPage page) {
    return new EntryReader(bodyField, page, true);
  }

  /** Returns a reader of IDs and the lengths of bodies. */
  static EntryReader ofLengths(byte[] bodyField, ReplyPage page) {
    return new EntryReader(bodyField, page, false);
  }

  /** Reads the next entry of a reply. */
  void read(ReplyReader reply) throws IOException {
    reply.arrayOf(2);
    id = page.end();
    long length = reply.string(page);
    idEnd = page.end();
    if (length > LONGEST_ID) {
      throw withoutId();
    }
    body = NONE;
    bodyEnd = NONE;
    bodyLength = 0;
    size = 0;
    Arrays.fill(envelope, null);
    int strings = reply.array(MOST_FIELDS);
    if (strings % 2 != 0) {
      throw new ReplyException("it answers with a field without a value");
    }
    for (int i = 0; i < strings; i += 2) {
      field(reply, strings > 2);
    }
  }

  private void field(ReplyReader reply, boolean isOneOfMany) throws IOException {
    int begin = page.end();
    size += reply.shortString(page, longestName) + 2L * StreamEntry.A_FIELD;
    int nameEnd = page.end();
    boolean isBody = body == NONE && page.holds(bodyField, begin, nameEnd);
    int part = isOneOfMany && !isBody ? envelopePart(begin, nameEnd) : NONE;
    page.truncate(begin);
    if (isBody) {
      body(reply, begin);
    } else if (part != NONE && envelope[part] == null) {
      size += reply.shortString(page, LONGEST_PART);
      envelope[part] = page.copy(begin, page.end());
      page.truncate(begin);
    } else {
      size += reply.skipString();
    }
  }

  private void body(ReplyReader reply, int begin) throws IOException {
    bodyLength = isKeeping ? reply.string(page) : reply.skipString();
    body = begin;
    bodyEnd = page.end();
    size += isKeeping ? bodyEnd - begin : bodyLength;
  }

  private int envelopePart(int begin, int end) {
    for (int i = 0; i < envelope.length; i++) {
      if (page.holds(StreamEntry.ENVELOPE.get(i), begin, end)) {
        return i;
      }
    }
    return NONE;
  }

  /** Returns where the ID begins in the page's buffer. */
  int id() {
    return id;
  }

  int idEnd() {
    return idEnd;
  }

  /** Returns where the body begins in the page's buffer; meaningless if there is none. */
  int body() {
    return body;
  }

  int bodyEnd() {
    return bodyEnd;
  }

  /** Returns the length of the whole body; 0 if there is none. */
  long bodyLength() {
    return bodyLength;
  }

  boolean hasBody() {
    return body != NONE;
  }

  /** Returns whether only the beginning of the body is in the buffer. */
  boolean isCut() {
    return hasBody() && bodyEnd - body < bodyLength;
  }

  /** Returns whether the first field of an envelope is there. */
  boolean mayHaveEnvelope() {
    return envelope[0] != null;
  }

  /** Returns the entry as an object. */
  StreamEntry entry() throws ReplyException {
    Envelope sent = StreamEntry.envelope(envelope[0], envelope[1], envelope[2]);
    byte[] kept = hasBody() ? page.copy(body, bodyEnd) : null;
    return new StreamEntry(parsed(page.text(id, idEnd)), kept, sent, size);
  }

  /** Returns the size of all fields in bytes, and some for each. */
  long size() {
    return size;
  }

  static StreamId parsed(String text) throws ReplyException {
    return StreamId.parse(text).orElseThrow(EntryReader::withoutId);
  }

  private static ReplyException withoutId() {
    return new ReplyException("it answers with an entry without an ID");
  }
}
