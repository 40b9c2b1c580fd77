package dev.conveyor.jobs.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.cli.Commands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** The output and the exit of a command. */
public record Said(int code, String out, String err) {

  /** Runs a command that needs no engine, here and now. */
  public static Said by(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Commands.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Said(code, out.toString(), err.toString());
  }

  /** Waits for a process. */
  public static Said by(Launched launched) throws InterruptedException {
    return new Said(launched.exitCode(), launched.out(), launched.err());
  }

  /** One line that says what cannot be done, names the things, and the help to see. */
  public Said isMisuse(String... named) {
    isError(2, named);
    List<String> lines = err.lines().toList();
    assertThat(lines.get(lines.size() - 1)).matches("cannot .*; see conveyor[a-z -]* --help");
    assertThat(err).doesNotContain("Usage:").endsWith("\n");
    return this;
  }

  /** One line that says what cannot be done and names the things. */
  public Said isFailure(String... named) {
    isError(1, named);
    assertThat(err).doesNotContain("Usage:").endsWith("\n");
    return this;
  }

  /** Likewise, after it has told results. */
  public Said hasFailedAfter(String results, String... named) {
    assertThat(out).isEqualTo(results);
    new Said(code, "", err).isFailure(named);
    return this;
  }

  private void isError(int expected, String... named) {
    assertThat(code).as("exit code after %s", err).isEqualTo(expected);
    List<String> errors = err.lines().filter(line -> line.startsWith("cannot ")).toList();
    assertThat(errors).as("errors in %s", err).hasSize(1);
    assertThat(errors.get(0)).contains(named);
    assertThat(err).doesNotContain("\tat ", "Exception in thread", "\nCaused by");
    assertThat(errors.get(0).matches("cannot run job .* record .*") ? "" : err)
        .as("only what a job has thrown is named by its class")
        .doesNotContain("Exception");
    assertThat(out).as("standard output").isEmpty();
  }

  /** Returns whether the very first line is the error: nothing had begun. */
  public Said atOnce() {
    assertThat(err).startsWith("cannot ");
    return this;
  }

  public Said withoutWord(String secret) {
    assertThat(out + err).doesNotContain(secret);
    return this;
  }
}
