package dev.conveyor.jobs.program;

import java.io.Closeable;

/** An action that runs if this JVM exits before the action is cancelled. Safe for threads. */
public final class AtExit implements Closeable {
  private final Thread hook;

  private AtExit(Thread hook) {
    this.hook = hook;
  }

  /**
   * Registers an action; runs it at once if the JVM is already shutting down.
   *
   * @param name the name of the thread that runs it at exit
   */
  public static AtExit run(Runnable work, String name) {
    AtExit exit = new AtExit(new Thread(work, name));
    try {
      Runtime.getRuntime().addShutdownHook(exit.hook);
    } catch (IllegalStateException e) {
      work.run();
    }
    return exit;
  }

  /** Cancels the action, unless the JVM is already shutting down. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The action is running already.
    }
  }
}
