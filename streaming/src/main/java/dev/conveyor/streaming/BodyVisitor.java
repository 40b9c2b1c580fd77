package dev.conveyor.streaming;

import java.io.IOException;

/** Sees the bodies of a slice, one after another, without an object for each. */
@FunctionalInterface
public interface BodyVisitor {

  /** The bytes from (inclusive) to (exclusive) are one body; they are valid during this call. */
  void visit(byte[] buffer, int from, int to) throws IOException;
}
