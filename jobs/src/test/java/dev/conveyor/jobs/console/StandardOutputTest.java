package dev.conveyor.jobs.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.conveyor.jobs.cli.Commands;
import dev.conveyor.jobs.kit.Said;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Writes that fail reach the command, which PrintWriter alone would hide. */
@Timeout(60)
class StandardOutputTest {
  private static final Path FULL = Path.of("/dev/full");

  @TempDir private Path folder;

  @FunctionalInterface
  private interface Write {
    void to(PrintWriter out);
  }

  static Stream<Write> writes() {
    return Stream.of(
        out -> out.println("a line"),
        out -> out.printf(Locale.ROOT, "%s%n", "a formatted line"),
        out -> {
          out.print("no line");
          out.flush();
        },
        out -> out.println("more than any buffer holds ".repeat(1_000)));
  }

  @ParameterizedTest
  @MethodSource("writes")
  void aWriteThatFailsIsSaidAtOnceAndEachTime(Write write) throws IOException {
    assumeTrue(Files.exists(FULL), "this system has no /dev/full");
    try (OutputStream full = Files.newOutputStream(FULL)) {
      PrintWriter out = StandardOutput.writer(new StandardOutput(full, FULL));
      for (int time = 1; time <= 2; time++) {
        assertThatThrownBy(() -> write.to(out))
            .isInstanceOfSatisfying(
                OutputException.class, e -> assertThat(e.isClosedPipe()).isFalse())
            .hasMessageMatching("cannot write to standard output: .+; redirect it .+");
      }
    }
  }

  /** The reader of a pipe ends; on a system in any language it is the pipe that tells. */
  @Test
  void aReaderThatHasLeftIsNoFullDisk() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "no mkfifo");
    Process reader = new ProcessBuilder("head", "-n", "1", pipe.toString()).start();
    try (OutputStream open = Files.newOutputStream(pipe)) {
      PrintWriter out = StandardOutput.writer(new StandardOutput(open, pipe));
      out.println("read");
      assertThat(reader.waitFor()).isZero();
      assertThatThrownBy(() -> out.println("not read"))
          .isInstanceOfSatisfying(
              OutputException.class, e -> assertThat(e.isClosedPipe()).isTrue());
    } catch (IOException e) {
      // Closing flushes nothing more into the pipe.
      assertThat(e).hasMessageContaining("pipe");
    }
  }

  @Test
  void aLineIsThereWhenItIsPrinted() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    PrintWriter out = StandardOutput.writer(new StandardOutput(written, FULL));
    out.println("wörter");
    assertThat(written.toString(UTF_8)).isEqualTo("wörter" + System.lineSeparator());
  }

  /** Also covers output of picocli itself. */
  static Stream<List<String>> commands() {
    return Stream.of(
        List.of("--version"),
        List.of("--help"),
        List.of("batch", "--help"),
        List.of("generate-completion"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void eachCommandFailsThatCannotPrint(List<String> words) throws IOException {
    assumeTrue(Files.exists(FULL), "this system has no /dev/full");
    StringWriter err = new StringWriter();
    try (OutputStream full = Files.newOutputStream(FULL)) {
      PrintWriter out = StandardOutput.writer(new StandardOutput(full, FULL));
      int code = Commands.run(out, new PrintWriter(err, true), words.toArray(String[]::new));
      new Said(code, "", err.toString()).isFailure("write to standard output").atOnce();
    }
  }
}
