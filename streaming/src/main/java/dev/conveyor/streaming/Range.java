package dev.conveyor.streaming;

/**
 * The messages of one address in one batch: all after {@code from}, up to {@code to} and with it.
 *
 * @param messages how many it held when it was chosen
 * @param loss what was gone before it could be chosen
 */
public record Range(Position from, Position to, long messages, Loss loss) {

  /** A range before which nothing was lost. */
  public static Range of(Position from, Position to, long messages) {
    return new Range(from, to, messages, Loss.NONE);
  }
}
