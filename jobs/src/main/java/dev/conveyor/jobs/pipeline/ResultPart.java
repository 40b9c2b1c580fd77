package dev.conveyor.jobs.pipeline;

import dev.conveyor.jobs.stage.Tally;

/** What a reduce task has to write. */
public sealed interface ResultPart {

  /** All sums of its partition: once, at its end. */
  record Sums(Tally tally) implements ResultPart {}

  /** Lines that a program has made, with their ends: as often as there are more. */
  record Lines(byte[] text) implements ResultPart {}

  /** A dead letter, as a line of JSON. */
  record Dead(byte[] line) implements ResultPart {}
}
