package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A door during one round. */
interface Passage extends AutoCloseable {

  /** A process to start. */
  record Command(List<String> words, Map<String, String> environment) {}

  /** Where the kit's feeders write; numbers are shared out evenly. */
  List<Feed> feeds();

  /** Returns the end marker of each feed. */
  default Optional<String> marker() {
    return Optional.empty();
  }

  /**
   * The command of the next start.
   *
   * @param isAfterLoss whether the one before has ended because messages were lost: its user goes
   *     on without them
   */
  Command command(boolean isAfterLoss) throws IOException;

  /**
   * Called when a command has ended with success.
   *
   * @param beganLast whether it was started after the last message had been written
   * @return whether nothing is left to do
   */
  boolean isOver(boolean beganLast) throws Exception;

  /**
   * Returns whether the output holds all that the feeders had to write: no command started after
   * the last message has to come.
   */
  default boolean holdsAll(Feeders feeders) throws Exception {
    if (!feeders.areFinished()) {
      return false;
    }
    Ledger ledger = feeders.ledger();
    readInto(ledger);
    return ledger.lost() == 0;
  }

  /** A number that grows as work is done. */
  long progress();

  /** A number that grows as any driver produces results. */
  default long results() {
    return progress();
  }

  /**
   * Returns whether what the command of now was to do is done, although it failed: a process that
   * was taken for dead may have done it.
   */
  default boolean isDoneAllTheSame() {
    return false;
  }

  /** Adds what the output holds. */
  void readInto(Ledger ledger) throws Exception;

  /** Returns the leftovers after the end: keys, locks, temporary files. */
  List<String> leftovers() throws Exception;

  /** Returns whether the messages of each summary add up to what the output holds. */
  boolean isSummed();

  /** Returns whether a command that another one has replaced must end by itself. */
  boolean isExclusive();

  @Override
  default void close() throws Exception {}
}
