package dev.conveyor.jobs.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.hadoop.StreamingHost;
import dev.conveyor.streaming.system.SystemText;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.Reporter;
import org.junit.jupiter.api.Test;

/** The same programs as Hadoop Streaming runs them. */
class StreamedBlocksTest extends PipedBlocksTest {
  private final Configuration task = new Configuration();

  @Override
  ProgramHost host() {
    return new StreamingHost(task, Reporter.NULL);
  }

  /** Streaming divides commands into words by rules of its own, which have no escapes. */
  @Test
  void anyWordArrivesAsItIs() throws IOException {
    String accented = SystemText.isPassable("é+%20") ? "é+%20" : "e+%20";
    List<String> words =
        List.of(
            "it's",
            "\"both\" 'kinds'",
            "",
            "$HOME `ls` \\ \\\\ !",
            " a  b ",
            accented,
            "*",
            "a\nb");
    StringBuilder command = new StringBuilder("bash -c 'for word; do echo \"($word)\"; done' bash");
    words.forEach(word -> command.append(" '").append(word.replace("'", "'\\''")).append('\''));
    assertThat(String.join("\n", run(command.toString(), "x").lines))
        .isEqualTo("(" + String.join(")\n(", words) + ")");
  }

  @Test
  void settingsAreVariablesButForSecrets() throws IOException {
    task.set("mapreduce.job.id", "job_1");
    task.set("fs.s3a.secret.key", "swordfish");
    task.set("its.own", "again ${fs.s3a.secret.key}");
    task.set("stream.addenvironment", "ADDED=one OTHER=two");
    Seen seen = run("sh -c 'cat > /dev/null; env'", "x");
    assertThat(seen.lines).contains("mapreduce_job_id=job_1", "ADDED=one", "OTHER=two");
    assertThat(seen.lines).anyMatch(line -> line.startsWith("PROGRAM_OF_CONVEYOR="));
    assertThat(String.join("\n", seen.lines)).doesNotContain("swordfish");
  }

  @Test
  void aFailureIsNoneIfTheUserSaysSo() throws IOException {
    task.setBoolean("stream.non.zero.exit.is.failure", false);
    assertThat(run("sh -c 'cat; exit 3'", "x").lines).containsExactly("x");
  }
}
