package dev.conveyor.streaming;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Many messages in one array of bytes, to be stored or sent as one object. Created by a {@link
 * MessagePacker}; immutable.
 *
 * <p>An envelope lies before its body, as on the wire. Messages that bytes alone do not describe,
 * such as dead letters, are kept as objects.
 */
public final class PackedMessages implements Serializable {
  private static final long serialVersionUID = 1;

  private final byte[] bytes;

  /** The index after the last byte of each message; its first byte is at the end before. */
  private final int[] ends;

  /** The source of each run of messages. */
  private final String[] sources;

  /** The index after the last message of each run. */
  private final int[] runEnds;

  /** The messages that are objects, and their indexes in ascending order. */
  private final Message[] objects;

  private final int[] objectIndexes;

  PackedMessages(
      byte[] bytes,
      int[] ends,
      String[] sources,
      int[] runEnds,
      Message[] objects,
      int[] objectIndexes) {
    this.bytes = bytes;
    this.ends = ends;
    this.sources = sources;
    this.runEnds = runEnds;
    this.objects = objects;
    this.objectIndexes = objectIndexes;
  }

  /** Returns the number of messages. */
  public int size() {
    return ends.length;
  }

  /** Returns the messages in order, as a page for each run of messages of one source. */
  public List<MessagePage> pages() {
    return IntStream.range(0, sources.length).<MessagePage>mapToObj(Page::new).toList();
  }

  /** Returns the messages in order, as objects that are created on demand. */
  public Iterator<Message> messages() {
    return pages().stream()
        .flatMap(page -> IntStream.range(0, page.size()).mapToObj(page::message))
        .iterator();
  }

  /** A run of messages of one source. */
  private final class Page implements MessagePage {
    private final String source;
    private final int first;
    private final int end;

    /** The index of the latest message with an envelope, and the message; null at first. */
    private int latestIndex = -1;

    private Message latest;

    Page(int run) {
      this.source = sources[run];
      this.first = run == 0 ? 0 : runEnds[run - 1];
      this.end = runEnds[run];
    }

    @Override
    public String source() {
      return source;
    }

    @Override
    public int size() {
      return end - first;
    }

    /** Returns the message if it is an object, else null. */
    private Message object(int index) {
      if (objects.length == 0) {
        return null;
      }
      int found = Arrays.binarySearch(objectIndexes, first + index);
      return found < 0 ? null : objects[found];
    }

    private boolean hasEnvelope(int index) {
      int from = start(index);
      return ends[first + index] - from >= Envelope.LENGTH
          && bytes[from] == Envelope.FIRST_BYTE
          && message(index).envelope() != null;
    }

    private int start(int index) {
      return first + index == 0 ? 0 : ends[first + index - 1];
    }

    private byte[] copy(int index) {
      return Arrays.copyOfRange(bytes, start(index), ends[first + index]);
    }

    @Override
    public boolean isPlain(int index) {
      return object(index) == null && !hasEnvelope(index);
    }

    @Override
    public byte[] buffer(int index) {
      return isPlain(index) ? bytes : message(index).body();
    }

    @Override
    public int from(int index) {
      return isPlain(index) ? start(index) : 0;
    }

    @Override
    public int to(int index) {
      return isPlain(index) ? ends[first + index] : message(index).body().length;
    }

    @Override
    public String id(int index) {
      Message object = object(index);
      return object == null ? "" : object.id();
    }

    @Override
    public Message message(int index) {
      Message object = object(index);
      if (object != null) {
        return object;
      }
      if (latestIndex != index) {
        latest = Message.received(source, copy(index), Integer.MAX_VALUE);
        latestIndex = index;
      }
      return latest;
    }
  }
}
