package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The README, or a section of it, as what a reader types. Blocks of {@code sh} need nothing but
 * this machine and a Redis; those of {@code bash} need something that is named beside them.
 */
record Readme(String text) {
  static Readme whole() throws IOException {
    return new Readme(Files.readString(Launched.HOME.resolve("README.md")));
  }

  Readme section(String heading) {
    Pattern section = Pattern.compile("(?ms)^## " + Pattern.quote(heading) + "\n(.*?)(?=^## |\\z)");
    List<String> found = section.matcher(text).results().map(match -> match.group(1)).toList();
    assertThat(found).as(heading).hasSize(1);
    return new Readme(found.get(0));
  }

  List<String> blocks(String language) {
    Pattern block = Pattern.compile("(?m)^```" + language + "\n(.*?)^```$", Pattern.DOTALL);
    return block.matcher(text).results().map(match -> match.group(1)).toList();
  }

  List<MatchResult> matches(Pattern pattern) {
    return pattern.matcher(text).results().toList();
  }
}
