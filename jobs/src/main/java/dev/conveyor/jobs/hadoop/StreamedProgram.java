package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.program.AtExit;
import dev.conveyor.jobs.program.CommandLine;
import dev.conveyor.jobs.program.LineProgram;
import dev.conveyor.jobs.program.ProcessTree;
import dev.conveyor.jobs.program.Program.Role;
import dev.conveyor.jobs.program.ProgramException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.Reporter;

/** A program that Hadoop Streaming runs, with its threads in a group of their own. */
final class StreamedProgram implements LineProgram {
  private static final Pattern CODE = Pattern.compile("failed with code (\\d+)$");

  private final Name name;
  private final StreamedProcess streamed;
  private final ProcessTree processes;
  private final AtExit killer;
  private final ProgramThreads threads = new ProgramThreads();
  private volatile boolean hasEndedWell;

  /** The name of a program in messages. */
  record Name(Role role, CommandLine command) {
    @Override
    public String toString() {
      return role.of(command);
    }
  }

  private StreamedProgram(Name name, StreamedProcess streamed, ProcessTree processes) {
    this.name = name;
    this.streamed = streamed;
    this.processes = processes;
    this.killer = AtExit.run(processes::kill, "conveyor-program-killer");
  }

  /**
   * Starts a program.
   *
   * @param words command whose first word is an executable file
   */
  static StreamedProgram start(
      Name name, List<String> words, int longest, Configuration task, Reporter reporter) {
    ProcessTree processes = new ProcessTree();
    JobConf job =
        new StreamedSettings(task).of(name.role(), ShellText.of(words), processes, longest, name);
    TaskStandardError.listen();
    try {
      StreamedProcess streamed =
          name.role() == Role.MAPPER
              ? new StreamedMapper(job, reporter)
              : new StreamedReducer(job, reporter);
      return new StreamedProgram(name, streamed, processes);
    } catch (RuntimeException e) {
      throw ProgramException.notStarted(name.role(), name.command(), reason(e));
    }
  }

  @Override
  public void run(Input input, Output output) throws InterruptedException {
    Call call = new Call(input, output);
    try {
      threads.run(call);
    } catch (InterruptedException e) {
      processes.kill();
      threads.end();
      throw e;
    }
    call.rethrow();
    hasEndedWell = true;
  }

  /**
   * A call on a thread of the group, so that the threads that streaming starts belong to it, too.
   */
  private final class Call implements Runnable {
    private final Input input;
    private final Output output;
    private Throwable failure;

    private Call(Input input, Output output) {
      this.input = input;
      this.output = output;
    }

    @Override
    public void run() {
      try {
        streamed.run(this::give, output);
      } catch (Exception | Error e) {
        failure = failure == null ? failed(e) : failure;
      }
    }

    /** Kills the program on failure, since streaming would wait for its end. */
    private void give(Taker taker) {
      try {
        input.giveTo((buffer, from, to) -> take(taker, buffer, from, to));
      } catch (InterruptedException | RuntimeException | Error e) {
        failure = e;
        processes.kill();
        throw new IllegalStateException("its input has failed", e);
      }
    }

    private boolean take(Taker taker, byte[] buffer, int from, int to) {
      try {
        return taker.take(buffer, from, to);
      } catch (RuntimeException e) {
        throw failed(e);
      }
    }

    private void rethrow() throws InterruptedException {
      if (failure instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof RuntimeException known) {
        throw known;
      }
    }
  }

  /** Reads the exit code from the message, the only place where streaming keeps it. */
  private ProgramException failed(Throwable e) {
    threads.awaitLastWords();
    Matcher code = CODE.matcher(String.valueOf(e.getMessage()));
    return code.find()
        ? ProgramException.ended(
            name.role(), name.command(), Integer.parseInt(code.group(1)), threads.said())
        : ProgramException.failed(name.role(), name.command(), reason(e));
  }

  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).replaceAll("\\s+", " ");
  }

  @Override
  public void close() {
    if (!hasEndedWell) {
      processes.kill();
    }
    killer.close();
  }
}
