package dev.conveyor.streaming.work;

/** What is done when the last of several workers ends, before their end markers are forgotten. */
@FunctionalInterface
public interface CompletionAction {

  /**
   * Does it; returns once it is safe.
   *
   * @throws dev.conveyor.streaming.TransportException if it fails: the last worker fails, too
   */
  void run() throws InterruptedException;
}
