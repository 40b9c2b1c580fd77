package dev.conveyor.streaming;

/** A page of messages that are records of named fields, with those fields that were asked for. */
public interface FieldPage extends MessagePage {

  /**
   * Returns whether a message has a field.
   *
   * @param field the index of its name among those that were asked for
   */
  boolean hasField(int index, int field);

  /** Returns the buffer that holds the fields of a message. It must not be modified. */
  byte[] fieldBuffer(int index);

  /** Returns the index of a field's first byte in that buffer. */
  int fieldFrom(int index, int field);

  /** Returns the index after a field's last byte in that buffer. */
  int fieldTo(int index, int field);
}
