package dev.conveyor.jobs.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation: the README, or a page of {@code streaming/docs} or {@code
 * jobs/docs}.
 *
 * <p>Blocks of {@code sh} need this machine and a Redis. Blocks of {@code bash} need an
 * installation or a store. Blocks of {@code java} are sources. Blocks of {@code text} are shown.
 */
public record DocPage(Path file, String text) {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");

  /** A file in full, below the line that names it. */
  private static final Pattern SOURCE =
      Pattern.compile("(?ms)`(\\w+\\.java)`, in full:\n\n```java\n(.*?)^```$");

  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");

  /** The code of a block, and how it is marked. */
  public record Block(String language, String code) {}

  public static DocPage of(Path file) {
    try {
      return new DocPage(file, Files.readString(file, UTF_8));
    } catch (IOException e) {
      throw new AssertionError("cannot read " + file, e);
    }
  }

  public static DocPage of(String path) {
    return of(Launched.HOME.resolve(path));
  }

  /** The README and all pages of both modules. */
  public static List<DocPage> all() throws IOException {
    List<DocPage> pages = new ArrayList<>(List.of(of("README.md")));
    pages.addAll(in("streaming/docs"));
    pages.addAll(in("jobs/docs"));
    return pages;
  }

  /** The pages of a folder. */
  public static List<DocPage> in(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Launched.HOME.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .map(DocPage::of)
          .toList();
    }
  }

  public List<Block> blocks() {
    return BLOCK
        .matcher(text)
        .results()
        .map(match -> new Block(match.group(1), match.group(2)))
        .toList();
  }

  public List<String> blocks(String language) {
    return blocks().stream()
        .filter(block -> block.language().equals(language))
        .map(Block::code)
        .toList();
  }

  /** Name and content of each file that the page shows in full. */
  public List<MatchResult> sources() {
    return SOURCE.matcher(text).results().toList();
  }

  /** Targets of links, in their order. */
  public List<String> links() {
    return LINK.matcher(prose()).results().map(match -> match.group(1)).toList();
  }

  /** Anchors of headings, as GitHub makes them. */
  public List<String> anchors() {
    return HEADING.matcher(prose()).results().map(match -> anchor(match.group(1))).toList();
  }

  public String title() {
    return text.lines().findFirst().orElse("").replaceFirst("^# ", "");
  }

  private String prose() {
    return BLOCK.matcher(text).replaceAll("");
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
  }

  @Override
  public String toString() {
    return Launched.HOME.relativize(file).toString();
  }
}
