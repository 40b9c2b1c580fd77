package dev.conveyor.streaming.redis.stream;

import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.redis.internal.ReplyException;
import dev.conveyor.streaming.redis.internal.ReplyPage;
import dev.conveyor.streaming.redis.internal.ReplyReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Reads one entry of a reply after another: ID, body and the fields that are asked for into the
 * buffer of a page, and an envelope aside. A field may be the body, or of the envelope, too. Other
 * fields are skipped and take no memory. Belongs to one thread.
 */
final class EntryReader {
  private static final int LONGEST_ID = 41;
  private static final int MOST_FIELDS = 500_000;
  private static final int NONE = -1;

  /** Digits of the longest number of an envelope. */
  private static final int LONGEST_PART = 20;

  private final byte[] bodyField;
  private final ReplyPage page;
  private final List<byte[]> fields;
  private final int[] fieldFrom;
  private final int[] fieldTo;
  private final boolean isKeeping;
  private final int longestName;
  private final byte[][] envelope = new byte[StreamEntry.ENVELOPE.size()][];
  private int id;
  private int idEnd;
  private int body;
  private int bodyEnd;
  private long bodyLength;

  /** The length of the longest field that was cut, apart from the body; 0 if none was. */
  private long cutLength;

  private int cutField;
  private long size;

  private EntryReader(byte[] bodyField, List<byte[]> fields, ReplyPage page, boolean isKeeping) {
    this.bodyField = bodyField;
    this.fields = fields;
    this.page = page;
    this.isKeeping = isKeeping;
    this.fieldFrom = new int[fields.size()];
    this.fieldTo = new int[fields.size()];
    int longest = bodyField.length;
    for (byte[] name : StreamEntry.ENVELOPE) {
      longest = Math.max(longest, name.length);
    }
    for (byte[] name : fields) {
      longest = Math.max(longest, name.length);
    }
    this.longestName = longest;
  }

  /** Returns a reader of IDs, bodies and other fields. */
  static EntryReader ofBodies(byte[] bodyField, List<byte[]> fields, ReplyPage page) {
    return new EntryReader(bodyField, fields, page, true);
  }

  /** Returns a reader of IDs and the lengths of bodies. */
  static EntryReader ofLengths(byte[] bodyField, ReplyPage page) {
    return new EntryReader(bodyField, List.of(), page, false);
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
    cutLength = 0;
    size = 0;
    Arrays.fill(fieldFrom, NONE);
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
    int other = otherField(begin, nameEnd);
    page.truncate(begin);
    if (isBody) {
      body(reply, begin);
      if (other != NONE) {
        fieldFrom[other] = begin;
        fieldTo[other] = bodyEnd;
      }
    } else if (other != NONE) {
      other(reply, begin, other);
      if (part != NONE && envelope[part] == null) {
        int length = page.end() - begin;
        envelope[part] = page.copy(begin, length > LONGEST_PART ? begin : page.end());
      }
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

  private int otherField(int begin, int end) {
    for (int i = 0; i < fieldFrom.length; i++) {
      if (fieldFrom[i] == NONE && page.holds(fields.get(i), begin, end)) {
        return i;
      }
    }
    return NONE;
  }

  private void other(ReplyReader reply, int begin, int field) throws IOException {
    long length = reply.string(page);
    fieldFrom[field] = begin;
    fieldTo[field] = page.end();
    size += page.end() - begin;
    if (page.end() - begin < length && length > cutLength) {
      cutLength = length;
      cutField = field;
    }
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

  /** Returns the length of the longest field that was cut, apart from the body; 0 if none was. */
  long cutLength() {
    return cutLength;
  }

  /** Returns the index of that field. */
  int cutField() {
    return cutField;
  }

  /** Sets the fields of the page's latest message to those of this entry. */
  void setFields() {
    for (int i = 0; i < fieldFrom.length; i++) {
      page.field(i, fieldFrom[i], fieldTo[i]);
    }
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
