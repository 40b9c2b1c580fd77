package dev.conveyor.streaming.redis.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.conveyor.streaming.FieldPage;
import dev.conveyor.streaming.Message;
import java.util.Arrays;

/**
 * A page of messages as a {@link ReplyReader} has read them: their bodies and IDs in one buffer,
 * and objects for messages that are more than that. Filled again and again. Belongs to one thread.
 */
public final class ReplyPage implements FieldPage {
  private static final int FIRST_BYTES = 64 << 10;
  private static final int FIRST_MESSAGES = 64;

  /** The size of a buffer that is kept for the next page. */
  private static final int MOST_KEPT = 16 << 20;

  private final String source;
  private byte[] bytes = new byte[FIRST_BYTES];
  private int end;
  private int[] ids = new int[FIRST_MESSAGES];
  private int[] idEnds = new int[FIRST_MESSAGES];
  private int[] from = new int[FIRST_MESSAGES];
  private int[] to = new int[FIRST_MESSAGES];

  /** The messages that are objects, by index; null while there are none. */
  private Message[] objects;

  private int size;

  /** The number of fields of each message, of which positions are kept. */
  private final int fields;

  /** The indexes at which each field begins and ends, in turn; -1 for one that a message lacks. */
  private int[] fieldEnds;

  /** The beginning of all IDs, which a number follows; null if messages have IDs of their own. */
  private String idPrefix;

  private long firstNumber;

  public ReplyPage(String source) {
    this(source, 0);
  }

  /**
   * @param fields the number of fields of each message, see {@link #field}
   */
  public ReplyPage(String source, int fields) {
    this.source = source;
    this.fields = fields;
    this.fieldEnds = new int[2 * fields * FIRST_MESSAGES];
  }

  /** Removes all messages. */
  public void clear() {
    size = 0;
    end = 0;
    objects = null;
    if (bytes.length > MOST_KEPT) {
      bytes = new byte[FIRST_BYTES];
    }
  }

  /** Gives the messages IDs: a prefix, followed by the number of the first one and so on. */
  public void number(String prefix, long first) {
    idPrefix = prefix;
    firstNumber = first;
  }

  void append(byte[] more, int at, int length) {
    if (length > bytes.length - end) {
      bytes = Arrays.copyOf(bytes, Math.max(end + length, 2 * bytes.length));
    }
    System.arraycopy(more, at, bytes, end, length);
    end += length;
  }

  /** Returns the number of bytes in the buffer. */
  public int end() {
    return end;
  }

  /** Removes what was appended since the buffer had that many bytes. */
  public void truncate(int length) {
    end = length;
  }

  /** Returns whether the bytes from an index to another are these. */
  public boolean holds(byte[] expected, int begin, int stop) {
    return Arrays.equals(bytes, begin, stop, expected, 0, expected.length);
  }

  /** Returns the byte at an index that was appended. */
  public byte at(int index) {
    return bytes[index];
  }

  /** Returns a copy of the bytes between two indexes. */
  public byte[] copy(int begin, int stop) {
    return Arrays.copyOfRange(bytes, begin, stop);
  }

  /** Returns the bytes between two indexes as text. */
  public String text(int begin, int stop) {
    return new String(bytes, begin, stop - begin, US_ASCII);
  }

  /** Adds a plain message whose body and ID, empty if it has none, were appended. */
  public void add(int id, int idEnd, int body, int bodyEnd) {
    if (size == from.length) {
      grow();
    }
    ids[size] = id;
    idEnds[size] = idEnd;
    from[size] = body;
    to[size] = bodyEnd;
    size++;
  }

  private void grow() {
    int most = 2 * size;
    ids = Arrays.copyOf(ids, most);
    idEnds = Arrays.copyOf(idEnds, most);
    from = Arrays.copyOf(from, most);
    to = Arrays.copyOf(to, most);
    fieldEnds = Arrays.copyOf(fieldEnds, 2 * fields * most);
    if (objects != null) {
      objects = Arrays.copyOf(objects, most);
    }
  }

  /** Sets where a field of the latest message lies, which was appended; -1 if it has none. */
  public void field(int field, int begin, int stop) {
    int at = fieldAt(size - 1, field);
    fieldEnds[at] = begin;
    fieldEnds[at + 1] = stop;
  }

  private int fieldAt(int index, int field) {
    return 2 * (fields * index + field);
  }

  @Override
  public boolean hasField(int index, int field) {
    return fieldEnds[fieldAt(index, field)] >= 0;
  }

  @Override
  public byte[] fieldBuffer(int index) {
    return bytes;
  }

  @Override
  public int fieldFrom(int index, int field) {
    return fieldEnds[fieldAt(index, field)];
  }

  @Override
  public int fieldTo(int index, int field) {
    return fieldEnds[fieldAt(index, field) + 1];
  }

  /** Adds a message that is more than a body. */
  public void add(Message message) {
    add(end, end, end, end);
    if (objects == null) {
      objects = new Message[from.length];
    }
    objects[size - 1] = message;
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean isPlain(int index) {
    return objects == null || objects[index] == null;
  }

  @Override
  public byte[] buffer(int index) {
    return isPlain(index) ? bytes : objects[index].body();
  }

  @Override
  public int from(int index) {
    return isPlain(index) ? from[index] : 0;
  }

  @Override
  public int to(int index) {
    return isPlain(index) ? to[index] : objects[index].body().length;
  }

  @Override
  public String id(int index) {
    if (idPrefix != null) {
      return idPrefix + (firstNumber + index);
    }
    return isPlain(index) ? text(ids[index], idEnds[index]) : objects[index].id();
  }

  @Override
  public long sentMillis(int index) {
    long sent = FieldPage.super.sentMillis(index);
    return sent == UNKNOWN_TIME && idPrefix == null ? time(id(index)) : sent;
  }

  /** Returns the milliseconds in an automatic ID; unknown if it is another one. */
  private static long time(String id) {
    int dash = id.indexOf('-');
    if (dash < 1 || dash > 18) {
      return UNKNOWN_TIME;
    }
    return AutomaticTime.of(Long.parseLong(id, 0, dash, 10)).orElse(UNKNOWN_TIME);
  }

  @Override
  public Message message(int index) {
    return isPlain(index)
        ? new Message(source, id(index), null, copy(from[index], to[index]), null)
        : objects[index];
  }
}
