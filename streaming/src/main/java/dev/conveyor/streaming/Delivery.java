package dev.conveyor.streaming;

/**
 * The delivery guarantee of an address.
 *
 * @param strongest the strongest guarantee for a Spark job that reads the address; {@link
 *     Guarantee#EXACTLY_ONCE} only for a {@link Replayable} one
 * @param sentence the guarantee as one sentence for users, with what a failure does to messages
 */
public record Delivery(Guarantee strongest, Retention retention, String sentence) {

  /** The time for which an address keeps a message. */
  public enum Retention {
    /** No retention: the unacknowledged messages of a reader are lost with it. */
    NONE,

    /** A queue: the unacknowledged messages of a reader go to the next one. */
    UNTIL_ACKNOWLEDGED,

    /** A log: messages stay after they were read, and each reader reads all of them. */
    AFTER_READING
  }

  /** Returns whether the unacknowledged messages of a reader go to the next one. */
  public boolean returnsUnacknowledged() {
    return retention == Retention.UNTIL_ACKNOWLEDGED;
  }

  /** Returns whether messages stay after they were read. */
  public boolean isLog() {
    return retention == Retention.AFTER_READING;
  }
}
