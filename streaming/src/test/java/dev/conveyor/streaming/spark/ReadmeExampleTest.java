package dev.conveyor.streaming.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the README shows is what {@link DirectStreamIT} runs. */
@Tag("spark")
class ReadmeExampleTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Path SOURCE =
      Path.of("src/test/java", DirectStreamExample.class.getName().replace('.', '/') + ".java");

  private static String bare(String code) {
    return String.join("\n", code.lines().map(String::strip).toList());
  }

  @Test
  void showsTheExampleThatRuns() throws IOException {
    Matcher shown = JAVA.matcher(Files.readString(Path.of("../README.md")));
    List<String> blocks =
        shown
            .results()
            .map(block -> bare(block.group(1)))
            .filter(block -> block.contains(DirectStream.class.getSimpleName()))
            .toList();
    assertThat(blocks).hasSize(1);
    assertThat(bare(Files.readString(SOURCE))).contains(blocks.get(0));
  }
}
