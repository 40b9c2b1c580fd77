package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.EngineInterruption;
import dev.conveyor.jobs.console.Interruption;
import org.slf4j.LoggerFactory;

/**
 * A command that is interrupted before it has logged anything, in a JVM of its own: what it logs
 * first must not be a complaint of the logging itself.
 */
final class InterruptedStart {
  private InterruptedStart() {}

  public static void main(String[] kind) {
    Interruption interruption =
        switch (kind[0]) {
          case "plain" -> Interruption.reaches(Thread.currentThread());
          case "batch" -> EngineInterruption.reaches(Thread.currentThread());
          default -> EngineInterruption.awaitsCommand();
        };
    Thread.currentThread().interrupt();
    LoggerFactory.getLogger("dev.conveyor.command").warn("interrupted");
    interruption.close();
  }
}
