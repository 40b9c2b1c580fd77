package dev.conveyor.streaming;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The worst violations of the glossary in CONTRIBUTING, in all text of the repository. */
class VocabularyTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> TEXTS =
      List.of("streaming", "jobs", "scripts", ".ci", "README.md", "CHANGELOG.md");

  /** CONTRIBUTING lists the retired words, and is checked without its glossary. */
  private static final Path CONTRIBUTING = ROOT.resolve("CONTRIBUTING.md");

  private static final Pattern SPEECH =
      Pattern.compile(
          "\\b(nobody|somebody|whoever|so many|mend(s|ed|ing)?)\\b", Pattern.CASE_INSENSITIVE);

  /** Words of the glossary's right column that have no other meaning. */
  private static final Pattern RETIRED =
      Pattern.compile(
          "\\b(g[ia]v(e|es|en|ing) (it |them )?back|hand(s|ed|ing)? on|let(s|ting)? go of)\\b",
          Pattern.CASE_INSENSITIVE);

  /** "In hand on" is two phrases. */
  private static final Pattern ALLOWED = Pattern.compile("in hand on", Pattern.CASE_INSENSITIVE);

  private static final Pattern JAVADOC =
      Pattern.compile("/\\*\\*\\s*(\\*\\s*)?(What|Whether|So many)\\b");

  /** Tests have some of these. */
  private static final Pattern MAIN_JAVADOC =
      Pattern.compile("/\\*\\*\\s*(\\*\\s*)?(How|Why|Which|Where|Who|Returns if)\\b");

  @Test
  void noTextUsesRetiredWords() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : texts()) {
      String text = ALLOWED.matcher(read(file)).replaceAll("");
      find(SPEECH, file, text, found);
      find(RETIRED, file, text, found);
    }
    String contributing = read(CONTRIBUTING).replaceAll("(?m)^\\|.*\\|$", "");
    find(SPEECH, CONTRIBUTING, contributing, found);
    find(RETIRED, CONTRIBUTING, contributing, found);
    assertThat(found).isEmpty();
  }

  @Test
  void javadocBeginsWithAVerbOrANoun() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : texts()) {
      if (isJava(file)) {
        find(JAVADOC, file, read(file), found);
      }
      if (isMainJava(file)) {
        find(MAIN_JAVADOC, file, read(file), found);
      }
    }
    assertThat(found).isEmpty();
  }

  /** Types of one name in two packages are told apart only by their imports. */
  @Test
  void typesHaveNamesOfTheirOwn() throws IOException {
    Map<String, List<String>> files =
        texts().stream()
            .filter(VocabularyTest::isMainJava)
            .map(file -> ROOT.relativize(file))
            .filter(file -> !file.endsWith("package-info.java"))
            .map(Path::toString)
            .collect(groupingBy(file -> file.substring(file.lastIndexOf('/') + 1)));
    files.values().removeIf(same -> same.size() == 1);
    assertThat(files).isEmpty();
  }

  private static boolean isJava(Path file) {
    return file.toString().endsWith(".java");
  }

  private static boolean isMainJava(Path file) {
    return isJava(file) && file.toString().contains("/src/main/");
  }

  private static void find(Pattern pattern, Path file, String text, List<String> found) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      long line = 1 + text.substring(0, matcher.start()).chars().filter(c -> c == '\n').count();
      found.add(ROOT.relativize(file) + ":" + line + ": " + matcher.group());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** Returns sources, scripts and documents, without builds, data and the licenses of others. */
  private static List<Path> texts() throws IOException {
    List<Path> texts = new ArrayList<>();
    for (String name : TEXTS) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(name))) {
        files.filter(Files::isRegularFile).filter(VocabularyTest::isText).forEach(texts::add);
      }
    }
    return texts;
  }

  private static boolean isText(Path file) {
    String name = ROOT.relativize(file).toString();
    return !name.contains("/target/")
        && !name.contains("/licenses/")
        && !name.endsWith("VocabularyTest.java")
        && (name.matches(".*\\.(java|lua|md|sh|py|xml)") || name.matches("(scripts|\\.ci)/[^/.]*"));
  }
}
