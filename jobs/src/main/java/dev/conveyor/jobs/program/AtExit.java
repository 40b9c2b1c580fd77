package dev.conveyor.jobs.program;

import java.io.Closeable;

/** Actions to run if this JVM exits before they are closed. Thread-safe. */
public final class AtExit implements Closeable {
  private final Thread hook;

  private AtExit(Thread hook) {
    this.hook = hook;
  }

  /** Does it now if the JVM is about to end already. */
  public static AtExit run(Runnable work, String name) {
    AtExit exit = new AtExit(new Thread(work, name));
    try {
      Runtime.getRuntime().addShutdownHook(exit.hook);
    } catch (IllegalStateException e) {
      work.run();
    }
    return exit;
  }

  /** It will not be done, unless it is being done. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // They run already.
    }
  }
}
