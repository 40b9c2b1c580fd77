package dev.conveyor.streaming;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The dead letters of a queue, one by one. Workers may add others meanwhile; those are not visited.
 * Holds a bounded number in memory. Belongs to one thread, and is closed with its {@link
 * QueueAdmin}.
 */
public interface DeadLetters {

  /**
   * A dead letter.
   *
   * @param reason {@code unknown} if another client has put it there
   * @param attempts the number of readers that have taken it
   * @param time the time of death, by the clock of the server; empty if unknown
   * @param bytes the length of its body
   * @param beginning the body, or its first bytes
   */
  record Letter(
      String reason, int attempts, Optional<Instant> time, long bytes, byte[] beginning) {}

  /**
   * Visits the dead letters, oldest first, until the visitor returns false.
   *
   * @param kept the number of bytes that a letter has of its body at most
   */
  void visit(int kept, Predicate<Letter> visitor) throws InterruptedException;

  /**
   * Requeues these dead letters at the tail with attempts reset to 0. A letter leaves the dead
   * letters in the step that appends it, so none is lost or doubled if this process ends.
   *
   * @param which is asked once or more for each letter, whose beginning is empty
   * @return the number of requeued letters
   */
  long requeue(Predicate<Letter> which) throws InterruptedException;

  /**
   * Deletes these dead letters.
   *
   * @param which is asked once or more for each letter, whose beginning is empty
   * @return the number of deleted letters
   */
  long delete(Predicate<Letter> which) throws InterruptedException;
}
