package dev.conveyor.streaming;

/**
 * The messages of one address in one batch.
 *
 * @param from exclusive
 * @param to inclusive
 * @param messages the number of messages when the range was chosen
 * @param loss the messages that were lost before they could be chosen
 */
public record Range(Position from, Position to, long messages, Loss loss) {

  /** Returns a range before which no message was lost. */
  public static Range of(Position from, Position to, long messages) {
    return new Range(from, to, messages, Loss.NONE);
  }
}
