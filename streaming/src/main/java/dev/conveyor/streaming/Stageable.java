package dev.conveyor.streaming;

/**
 * An endpoint into which a query writes each of its epochs exactly once, whatever is retried,
 * speculated or restarted.
 *
 * <p>Each attempt of a task writes its elements to a stage of its own, which no reader sees. When
 * all tasks have succeeded, the driver {@linkplain EpochCommitter#commit commits} one stage of each
 * task. The choice is made once for each epoch, in one step, and is completed by whichever driver
 * continues the query; an element leaves its stage in the step that puts it into the target.
 */
public interface Stageable extends Endpoint {

  /** The effect of an element on the target. */
  enum Effect {
    /** A message is appended. */
    APPEND,

    /** An amount is added to the total of its key. */
    ADD,

    /** An amount takes the place of the total of its key. */
    SET,

    /** The totals of the epoch take the place of all totals. */
    REPLACE
  }

  /** The epochs of a query, which grow. */
  enum Epochs {
    /** Each follows the one before it: one that the target does not know is lost. */
    CONSECUTIVE,

    /** Some are never committed. */
    SPARSE,

    /**
     * There is one, and no other driver completes it. The target forgets the query at its end; what
     * a driver that dies leaves behind expires.
     */
    SINGLE
  }

  /** Returns whether elements can have an effect here. */
  boolean takes(Effect effect);

  /**
   * Checks that elements can have an effect here.
   *
   * @throws AddressException if they cannot
   */
  void checkEffect(Effect effect);

  /**
   * Opens the stage of one attempt of a task, which the caller closes.
   *
   * @param query the name of the query: 1 to 100 letters, digits, {@code -} and {@code _}
   * @param attempt differs for each attempt of each task, likewise
   */
  StagedWriter openStage(String query, String attempt) throws InterruptedException;

  /** Opens the committer of a query, which the caller closes. */
  EpochCommitter openCommitter(String query, Effect effect, Epochs epochs)
      throws InterruptedException;
}
