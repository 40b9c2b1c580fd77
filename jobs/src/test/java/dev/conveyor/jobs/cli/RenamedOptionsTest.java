package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options that were renamed: the old names work, and neither help nor completion shows them. */
class RenamedOptionsTest {
  @RegisterExtension final RedisExtension redis = new RedisExtension();

  @ParameterizedTest
  @CsvSource({"--return", "--give-back"})
  void bothNamesReturnMessages(String option) {
    Said said = Said.by("queue", redis.list("belt"), option);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.err()).isEqualTo("returned 0 messages\n");
  }

  @ParameterizedTest
  @CsvSource({"--drop-run", "--forget-run"})
  void bothNamesDropARun(String option) {
    Said.by("queue", redis.list("belt"), option, "gone").isFailure("gone");
  }

  @Test
  void helpAndCompletionShowTheNewNames() {
    StringWriter completion = new StringWriter();
    Commands.run(
        new PrintWriter(completion, true),
        new PrintWriter(completion, true),
        "generate-completion");
    String help = Said.by("queue", "--help").out();
    assertThat(help + completion).doesNotContain("--give-back", "--forget-run");
    assertThat(help).contains("--return", "--drop-run");
    assertThat(completion.toString()).contains("--return", "--drop-run");
  }
}
