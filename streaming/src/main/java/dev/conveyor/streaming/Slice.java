package dev.conveyor.streaming;

import java.io.IOException;
import java.io.Serializable;

/**
 * A part of a range of a backlog that one task reads: a small value that travels. It gives the same
 * messages in the same order each time, on any machine, until its range is released. It opens its
 * connection where it is read.
 *
 * <p>It holds fewer messages than its range was chosen with only if the transport has lost some, so
 * that a reader of a whole range compares the numbers.
 */
public interface Slice extends Serializable {

  /** Returns the address of the slice. */
  Address address();

  /**
   * The slice in one line, without its address and so without secrets, for where it travels as
   * text. {@link Replayable#parseSlice} reads it back.
   */
  String text();

  /**
   * Begins to read it; every reader of a slice gets the same messages.
   *
   * @throws TransportException if the server does not answer, or refuses
   */
  SliceReader open() throws InterruptedException;

  /**
   * Shows the body of each message to the visitor, except of dead ones: to count those, {@link
   * #open} the slice.
   *
   * @throws IOException if the slice cannot be read as it was cut; the visitor may have seen a part
   */
  default void read(BodyVisitor visitor) throws IOException {
    try (SliceReader reader = open()) {
      for (var messages = reader.read(); !messages.isEmpty(); messages = reader.read()) {
        for (Message message : messages) {
          if (!message.isDead()) {
            visitor.visit(message.body(), 0, message.body().length);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("cannot read " + this + ": interrupted; read it again", e);
    }
  }
}
