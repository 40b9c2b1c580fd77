package dev.conveyor.streaming;

import java.io.IOException;

/**
 * A slice of a backlog. It holds fewer messages than its range was chosen with only if the
 * transport has lost some: whoever reads a whole range compares.
 */
public interface MessageSlice extends Slice {

  /** What it is a slice of. */
  Address address();

  /**
   * The slice in one line, without its address and so without secrets, for where it travels as
   * text. {@link Transport#parseSlice} reads it back.
   */
  String text();

  /**
   * Begins to read it; every reader of a slice gets the same messages.
   *
   * @throws TransportException if nobody answers, or what answers refuses
   */
  SliceReader open() throws InterruptedException;

  /** {@inheritDoc} Dead messages are passed over: who has to count them opens the slice. */
  @Override
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
