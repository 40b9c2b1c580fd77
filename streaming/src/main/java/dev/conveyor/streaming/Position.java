package dev.conveyor.streaming;

import java.io.Serializable;

/**
 * A position in a backlog, as text for a run's checkpoint. Only the backlog that created it can
 * parse it.
 */
public record Position(String text) implements Serializable {
  @Override
  public String toString() {
    return text;
  }
}
