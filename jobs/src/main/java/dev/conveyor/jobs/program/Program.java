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
 * A program that runs: one process, with whatever it starts. Its standard error goes to that of
 * this JVM. Ours among the variables of the environment, which may be secrets, it does not see.
 * Each of its ends may be used by a thread of its own; closing kills what still lives, and so does
 * the end of this JVM.
 */
public final class Program implements Closeable {
  private static final String OURS = "CONVEYOR_";
  private static final long LAST_WORDS_MILLIS = 1_000;

  private final Role role;
  private final CommandLine command;
  private final Process process;
  private final ProcessTree family;
  private final ErrorTail errors;
  private final Thread errorReader;
  private final AtExit killer;

  /** The role of the program in a batch. */
  public enum Role {
    MAPPER,
    REDUCER;

    /** As messages name it. */
    public String of(CommandLine command) {
      return (this == MAPPER ? "mapper " : "reducer ") + command;
    }
  }

  private Program(Role role, CommandLine command, Process process, ProcessTree family) {
    this.role = role;
    this.command = command;
    this.process = process;
    this.family = family;
    this.errors = new ErrorTail(process.getErrorStream(), System.err);
    this.errorReader = new Thread(errors, "conveyor-program-errors");
    this.killer = AtExit.run(() -> family.kill(process), "conveyor-program-killer");
  }

  /** Returns whether a variable of the environment is ours, so that no program may see it. */
  public static boolean isOurs(String variable) {
    return variable.startsWith(OURS);
  }

  /**
   * Starts it.
   *
   * @param folder where it works
   * @throws ProgramException if there is no such program, it may not be run, or it would get other
   *     arguments
   */
  public static Program start(Role role, CommandLine command, File folder) {
    ensurePassable(role, command);
    ProcessBuilder builder = new ProcessBuilder(command.words()).directory(folder);
    builder.environment().keySet().removeIf(Program::isOurs);
    ProcessTree family = new ProcessTree();
    family.mark(builder.environment());
    try {
      Program program = new Program(role, command, builder.start(), family);
      program.watch();
      return program;
    } catch (IOException e) {
      throw ProgramException.notStarted(role, command, reason(e, command));
    }
  }

  /**
   * Returns if the program gets its arguments as they stand.
   *
   * @throws ProgramException if this JVM cannot pass one of them
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
   * A folder of the path that may not be read is as good as one in which the program may not run.
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
   * Waits until it has ended well.
   *
   * @throws ProgramException if it has not, with its exit code and the last lines of its errors
   */
  public void await() throws InterruptedException {
    int code = process.waitFor();
    if (code != 0) {
      errorReader.join(LAST_WORDS_MILLIS);
      throw ProgramException.ended(role, command, code, errors.lines());
    }
  }

  private void kill() {
    family.kill(process);
  }

  /** Leaves nothing of it, unless it has ended well by itself. */
  @Override
  public void close() throws IOException {
    if (process.isAlive() || process.exitValue() != 0) {
      kill();
    }
    killer.close();
    awaitEnd();
  }

  /** A process that was killed is gone soon. */
  private void awaitEnd() {
    try {
      process.waitFor(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
