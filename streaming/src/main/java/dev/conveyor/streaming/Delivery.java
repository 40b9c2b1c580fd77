package dev.conveyor.streaming;

/**
 * The delivery guarantee of an address.
 *
 * @param strongest the strongest guarantee that a job in Spark can have of them; {@link
 *     Guarantee#EXACTLY_ONCE} of a {@link Replayable} address and of no other
 * @param sentence what they suffer when something breaks, in one sentence for users
 */
public record Delivery(Guarantee strongest, Retention retention, String sentence) {

  /** The time for which an address keeps a message. */
  public enum Retention {
    /** Messages that a reader has not acknowledged are lost with it. */
    NONE,

    /** Messages that a reader has not acknowledged come back to the next one: a queue. */
    UNTIL_ACKNOWLEDGED,

    /** Messages stay although they were read, so that each reader reads all of them: a log. */
    AFTER_READING
  }

  /** Returns whether messages that a reader leaves unacknowledged come to the next one. */
  public boolean returnsUnacknowledged() {
    return retention == Retention.UNTIL_ACKNOWLEDGED;
  }

  /** Returns whether reading takes no message away. */
  public boolean isLog() {
    return retention == Retention.AFTER_READING;
  }
}
