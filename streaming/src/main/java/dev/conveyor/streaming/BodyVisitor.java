package dev.conveyor.streaming;

import java.io.IOException;

/** A visitor of the bodies of a slice, one after another, without an object for each. */
@FunctionalInterface
public interface BodyVisitor {

  /**
   * Visits one body. The buffer is valid during this call only.
   *
   * @param from index of the first byte
   * @param to index after the last byte
   */
  void visit(byte[] buffer, int from, int to) throws IOException;
}
