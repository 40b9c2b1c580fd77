package dev.conveyor.streaming;

import java.time.Duration;
import java.util.List;

/** Looks at a queue and mends it, without reading from it. Belongs to one thread. */
public interface QueueAdmin extends AutoCloseable {

  /**
   * How a queue stood at one moment, in messages.
   *
   * @param waiting not yet taken by anybody
   * @param inWork taken by a reader and not yet acknowledged
   * @param claimed taken by runs
   * @param done acknowledged by readers that count attempts
   * @param dead set aside with a reason
   */
  record Counts(long waiting, long inWork, long claimed, long done, long dead) {}

  /**
   * A reader of the queue.
   *
   * @param held how many messages it has in work
   * @param leaseLeft until it is taken for dead; zero if it is
   */
  record Holder(String name, long held, Duration leaseLeft) {}

  /**
   * A message that was set aside.
   *
   * @param attempts how many readers had it in hand
   */
  record Dead(String reason, int attempts, byte[] body) {}

  Counts counts() throws InterruptedException;

  /** The readers that are known, also those that died with messages in hand. */
  List<Holder> holders() throws InterruptedException;

  /** The first dead ones, oldest first, at most so many; bodies may be cut. */
  List<Dead> dead(int most) throws InterruptedException;

  /** Puts the dead back to the tail, without their past; returns how many. */
  long requeueDead() throws InterruptedException;

  /** Puts back what readers hold whose lease has run out; returns how many. */
  long giveBackExpired() throws InterruptedException;

  @Override
  void close();
}
