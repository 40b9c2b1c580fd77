package dev.conveyor.streaming;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Some messages of one source in order, without an object for each where a body is all there is.
 * Valid until its reader reads on or is closed. Belongs to one thread.
 *
 * <p>A <em>plain</em> message has neither an envelope nor a reason to be dead. Its body is read in
 * place: the bytes of {@link #buffer} between {@link #from} and {@link #to}. All other messages are
 * objects anyway, see {@link #message}.
 */
public interface MessagePage extends Iterable<Message> {

  /** In place of a time that is unknown. */
  long UNKNOWN_TIME = Long.MIN_VALUE;

  /** Returns the list, stream, channel or topic of the messages. */
  String source();

  /** Returns the number of messages, with dead letters and end markers. */
  int size();

  default boolean isEmpty() {
    return size() == 0;
  }

  /** Returns whether a message is its body and nothing else. */
  boolean isPlain(int index);

  /** Returns the buffer that holds a body. It must not be modified. */
  byte[] buffer(int index);

  /** Returns the index of a body's first byte in its buffer. */
  int from(int index);

  /** Returns the index after a body's last byte in its buffer. */
  int to(int index);

  /** Returns the transport's identifier of a message; empty where it has none. */
  String id(int index);

  /**
   * Returns the time at which a message was sent, in milliseconds since 1970 UTC: from its
   * envelope, or from an identifier that is a time; {@link #UNKNOWN_TIME} if neither tells.
   */
  default long sentMillis(int index) {
    Envelope envelope = isPlain(index) ? null : message(index).envelope();
    return envelope == null
        ? UNKNOWN_TIME
        : envelope.sent().map(Instant::toEpochMilli).orElse(UNKNOWN_TIME);
  }

  /** Returns a message as an object, which stays valid: the body of a plain one is copied. */
  Message message(int index);

  /** Returns whether a message is an end marker, see {@link Message#isEndMarker}. */
  default boolean isEndMarker(int index) {
    return isPlain(index)
        ? Message.isEndMarker(buffer(index), from(index), to(index))
        : message(index).isEndMarker();
  }

  /** Returns all messages as objects, one after another. */
  @Override
  default Iterator<Message> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size();
      }

      @Override
      public Message next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return message(next++);
      }
    };
  }

  /**
   * Returns a page of messages that are objects.
   *
   * @param messages of one source; not copied
   */
  static MessagePage of(List<Message> messages) {
    return new ListedMessages(messages);
  }

  /** Returns messages as pages of one message each, on demand. */
  static Iterator<MessagePage> each(Iterator<Message> messages) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return messages.hasNext();
      }

      @Override
      public MessagePage next() {
        return of(List.of(messages.next()));
      }
    };
  }
}
