package dev.conveyor.streaming;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Packs messages as they arrive, without an object for each. Belongs to one thread. */
public final class MessagePacker {
  private static final int FIRST_MESSAGES = 1 << 10;
  private static final int FIRST_BYTES = 1 << 16;
  private static final int END_MARKER = Message.endMarker().length;

  private final int maxMessage;
  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;
  private int[] ends = new int[FIRST_MESSAGES];
  private int count;
  private final List<String> sources = new ArrayList<>();
  private int[] runs = new int[1];
  private final List<Message> objects = new ArrayList<>();
  private final List<Integer> objectIndexes = new ArrayList<>();
  private boolean hasEndMarker;

  /**
   * Creates an empty packer.
   *
   * @param maxMessage the size limit of a received body in bytes; a larger one becomes a dead
   *     letter
   */
  public MessagePacker(int maxMessage) {
    this.maxMessage = maxMessage;
  }

  /** Returns the number of messages since the latest {@link #take}. */
  public int count() {
    return count;
  }

  /** Returns the number of packed bytes since the latest {@link #take}. */
  public int bytes() {
    return length;
  }

  /** Returns whether one of these messages may be an end marker. */
  public boolean hasEndMarker() {
    return hasEndMarker;
  }

  /** Adds a message that another reader has created. */
  public void add(Message message) {
    byte[] body = message.body();
    boolean isPlain = message.envelope() == null && Envelope.of(body).isEmpty();
    if (message.isDead() || !message.id().isEmpty() || !isPlain) {
      addObject(message);
    } else {
      append(message.source(), body, 0, body.length);
    }
  }

  /**
   * Adds received bytes, with their envelope if they have one, as {@link Message#received} does.
   *
   * @param from index of the first byte
   * @param to index after the last byte
   */
  public void add(String source, byte[] received, int from, int to) {
    if (to - from <= maxMessage) {
      append(source, received, from, to);
    } else {
      addLarge(source, Arrays.copyOfRange(received, from, to));
    }
  }

  private void addLarge(String source, byte[] received) {
    Message message = Message.received(source, received, maxMessage);
    if (message.isDead()) {
      addObject(message);
    } else {
      append(source, received, 0, received.length); // Only the envelope is over the limit.
    }
  }

  private void append(String source, byte[] body, int from, int to) {
    int size = to - from;
    if (bytes.length - length < size) {
      bytes = Arrays.copyOf(bytes, grown(bytes.length, Math.addExact(length, size)));
    }
    System.arraycopy(body, from, bytes, length, size);
    if (size == END_MARKER || size == Envelope.LENGTH + END_MARKER) {
      hasEndMarker |= isEndMarker(Arrays.copyOfRange(body, from, to));
    }
    length += size;
    addEnd(source);
  }

  private static boolean isEndMarker(byte[] received) {
    return Message.received("", received, Integer.MAX_VALUE).isEndMarker();
  }

  private void addObject(Message message) {
    objects.add(message);
    objectIndexes.add(count);
    hasEndMarker |= message.isEndMarker();
    addEnd(message.source());
  }

  private void addEnd(String source) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, grown(count, count + 1));
    }
    ends[count++] = length;
    int run = sources.size() - 1;
    if (run < 0 || !sources.get(run).equals(source)) {
      sources.add(source);
      run++;
      if (run == runs.length) {
        runs = Arrays.copyOf(runs, grown(run, run + 1));
      }
    }
    runs[run] = count;
  }

  private static int grown(int capacity, int needed) {
    return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(2L * capacity, needed));
  }

  /** Returns the messages so far, and begins again. */
  public PackedMessages take() {
    PackedMessages packed =
        new PackedMessages(
            Arrays.copyOf(bytes, length),
            Arrays.copyOf(ends, count),
            sources.toArray(String[]::new),
            Arrays.copyOf(runs, sources.size()),
            objects.toArray(Message[]::new),
            objectIndexes.stream().mapToInt(Integer::intValue).toArray());
    length = 0;
    count = 0;
    sources.clear();
    objects.clear();
    objectIndexes.clear();
    hasEndMarker = false;
    return packed;
  }
}
