package dev.conveyor.streaming.work;

/**
 * An action that runs when the last of several workers ends, before their end markers are
 * acknowledged.
 */
@FunctionalInterface
public interface CompletionAction {

  /**
   * Runs the action; returns when its effects are safe.
   *
   * @throws dev.conveyor.streaming.TransportException if it fails: the last worker fails, too
   */
  void run() throws InterruptedException;
}
