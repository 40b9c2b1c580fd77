package dev.conveyor.streaming;

import java.io.Serializable;

/**
 * A place in a backlog, in the words that a run records. Only the backlog that made it can read it.
 */
public record Position(String text) implements Serializable {
  @Override
  public String toString() {
    return text;
  }
}
