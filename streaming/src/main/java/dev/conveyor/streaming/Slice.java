package dev.conveyor.streaming;

import java.io.IOException;
import java.io.Serializable;
import java.util.OptionalLong;

/**
 * A part of a backlog's range that one task reads; a small serializable value. It gives the same
 * messages in the same order each time, on any machine, until its range is released. It connects
 * where it is opened.
 *
 * <p>All slices of a range together hold fewer messages than the range only if the transport has
 * lost some. A reader of all slices can detect that by comparing the numbers.
 */
public interface Slice extends Serializable {

  /** Returns the address of the slice. */
  Address address();

  /**
   * Returns the slice as one line without its address, and so without secrets. {@link
   * Replayable#parseSlice} parses it.
   */
  String text();

  /**
   * Returns the same slice with another size limit of a body, such as that under which a batch was
   * read before.
   *
   * @param bytes the limit; a message with a larger body is a dead letter
   */
  Slice withMaxMessage(int bytes);

  /** Returns the number of messages in the slice; empty if only that of its range is known. */
  default OptionalLong messages() {
    return OptionalLong.empty();
  }

  /**
   * Opens a reader, which the caller closes. All readers of a slice return the same messages.
   *
   * @throws TransportException if the server does not answer, or refuses
   */
  SliceReader open() throws InterruptedException;

  /**
   * Passes the body of each message to a visitor, except those of dead letters. To count these,
   * {@link #open} the slice.
   *
   * @throws IOException if the slice cannot be read; the visitor may have seen a part
   */
  default void read(BodyVisitor visitor) throws IOException {
    try (SliceReader reader = open()) {
      for (MessagePage page = reader.read(); !page.isEmpty(); page = reader.read()) {
        for (int i = 0; i < page.size(); i++) {
          if (page.isPlain(i) || !page.message(i).isDead()) {
            visitor.visit(page.buffer(i), page.from(i), page.to(i));
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("cannot read " + this + ": interrupted; read it again", e);
    }
  }
}
