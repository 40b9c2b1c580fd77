package dev.conveyor.jobs.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private static void assertWords(String text, String... words) {
    assertThat(CommandLine.parse(text).words()).as(text).containsExactly(words);
  }

  @Test
  void dividesAsAShellDoes() {
    assertWords("python3 words.py", "python3", "words.py");
    assertWords("  awk\t-f  a.awk\n", "awk", "-f", "a.awk");
    assertWords("bash -c 'cut -f1 | sort \"$0\"'", "bash", "-c", "cut -f1 | sort \"$0\"");
    assertWords("grep \"it's \\\"so\\\" \\n\"", "grep", "it's \"so\" \\n");
    assertWords("a\\ b c\\'d e\\\\f", "a b", "c'd", "e\\f");
    assertWords("x'y z'w\"\" '' \"\"", "xy zw", "", "");
    assertWords("sed s/a/b/ \\", "sed", "s/a/b/", "\\");
  }

  /** They are words like others: nothing is replaced or redirected. */
  @Test
  void knowsNothingElseOfAShell() {
    assertWords(
        "cat $HOME *.txt > out | x; y & #z",
        "cat",
        "$HOME",
        "*.txt",
        ">",
        "out",
        "|",
        "x;",
        "y",
        "&",
        "#z");
  }

  @Test
  void isShownAsItWasWritten() {
    assertThat(CommandLine.parse(" a  'b c' ")).hasToString(" a  'b c' ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "''", "'' a"})
  void aCommandWithoutAProgramIsRefused(String text) {
    assertThatThrownBy(() -> CommandLine.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cannot run command \""
                + text
                + "\": it names no program; write one and its arguments");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a 'b", "a \"b", "a \"b\\\""})
  void aQuoteThatDoesNotEndIsRefused(String text) {
    assertThatThrownBy(() -> CommandLine.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("cannot run command " + text, "does not end");
  }
}
