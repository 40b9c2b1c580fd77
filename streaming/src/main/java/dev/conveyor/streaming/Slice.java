package dev.conveyor.streaming;

import java.io.IOException;
import java.io.Serializable;

/**
 * A part of what waits, as a small value that travels: the same bodies in the same order, every
 * time, on any machine, until its range is released. Opens what it needs where it is read.
 */
public interface Slice extends Serializable {

  /**
   * Shows each body to the visitor.
   *
   * @throws IOException if the slice cannot be read as it was cut; the visitor may have seen a part
   */
  void read(BodyVisitor visitor) throws IOException;
}
