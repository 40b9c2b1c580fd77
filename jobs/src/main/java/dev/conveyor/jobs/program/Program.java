package dev.conveyor.jobs.program;

import dev.conveyor.streaming.system.SystemText;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A running program: one process and its descendants. Its standard error is copied to that of this
 * JVM. It does not see the environment variables of Conveyor, which may be secrets.
 *
 * <p>Its input and output may each be used by a thread of their own. Closing kills the program and
 * its descendants, unless it has ended successfully. The end of this JVM kills what was not closed.
 */
public final class Program implements Closeable {
  private static final String OURS = "CONVEYOR_";
  private static final long LAST_WORDS_MILLIS = 1_000;

  private final Role role;
  private final CommandLine command;
  private final Process process;
  private final ProcessTree processes;
  private final ErrorTail errors;
  private final Thread errorReader;
  private final AtExit killer;

  /** The role of the program in a batch. */
  public enum Role {
    MAPPER,
    REDUCER;

    /** Returns the name of a program in messages. */
    public String of(CommandLine command) {
      return (this == MAPPER ? "mapper " : "reducer ") + command;
    }
  }

  private Program(Role role, CommandLine command, Process process, ProcessTree processes) {
    this.role = role;
    this.command = command;
    this.process = process;
    this.processes = processes;
    this.errors = new ErrorTail(process.getErrorStream(), System.err);
    this.errorReader = new Thread(errors, "conveyor-program-errors");
    this.killer = AtExit.run(() -> processes.kill(process), "conveyor-program-killer");
  }

  /** Returns whether an environment variable belongs to Conveyor, so that no program may see it. */
  public static boolean isOurs(String variable) {
    return variable.startsWith(OURS);
  }

  /**
   * Starts a program.
   *
   * @param folder the working directory
   * @throws ProgramException if the program does not exist, may not be executed, or would get other
   *     arguments
   */
  public static Program start(Role role, CommandLine command, File folder) {
    ensurePassable(role, command);
    ProcessBuilder builder = new ProcessBuilder(command.words()).directory(folder);
    builder.environment().keySet().removeIf(Program::isOurs);
    ProcessTree processes = new ProcessTree();
    processes.mark(builder.environment());
    try {
      Program program = new Program(role, command, builder.start(), processes);
      program.watch();
      return program;
    } catch (IOException e) {
      throw ProgramException.notStarted(role, command, reason(e, command));
    }
  }

  /**
   * Checks that a program gets its arguments unchanged.
   *
   * @throws ProgramException if this JVM cannot pass them
   */
  public static void ensurePassable(Role role, CommandLine command) {
    if (!SystemText.isPassable(command.text())) {
      throw ProgramException.notPassable(role, command);
    }
  }

  private static String reason(IOException e, CommandLine command) {
    String said = String.valueOf(e.getMessage());
    String name = command.words().get(0);
    boolean denied = said.contains("error=13,");
    if (said.contains("error=2,") || (denied && !isThere(name))) {
      return "there is no program " + name;
    }
    return denied ? "permission denied for " + name : said;
  }

  /**
   * Returns whether a readable folder of the path holds the program. A name with a slash counts as
   * existing.
   */
  private static boolean isThere(String name) {
    return name.indexOf('/') >= 0
        || Stream.of(String.valueOf(System.getenv("PATH")).split(":", -1))
            .anyMatch(folder -> new File(folder, name).exists());
  }

  private void watch() {
    errorReader.setDaemon(true);
    errorReader.start();
  }

  /** Returns the input of the program; the caller closes it at the end. */
  public OutputStream input() {
    return process.getOutputStream();
  }

  /** Returns the output of the program. Reading it ignores interrupts. */
  public InputStream output() {
    return process.getInputStream();
  }

  /**
   * Waits for the end of the program.
   *
   * @throws ProgramException if its exit code is not 0, with the code and the last lines of its
   *     errors
   */
  public void await() throws InterruptedException {
    int code = process.waitFor();
    if (code != 0) {
      errorReader.join(LAST_WORDS_MILLIS);
      throw ProgramException.ended(role, command, code, errors.lines());
    }
  }

  private void kill() {
    processes.kill(process);
  }

  /** Kills the program and its descendants, unless it has ended successfully. */
  @Override
  public void close() throws IOException {
    if (process.isAlive() || process.exitValue() != 0) {
      kill();
    }
    killer.close();
    awaitEnd();
  }

  /** Waits up to a second for the end of the killed process. */
  private void awaitEnd() {
    try {
      process.waitFor(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
