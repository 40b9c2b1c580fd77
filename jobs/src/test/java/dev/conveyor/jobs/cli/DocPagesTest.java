package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.kit.DocPage;
import dev.conveyor.jobs.kit.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The form of the documentation: sizes, contents, links, and a test for each block. */
class DocPagesTest {
  private static final int README_BYTES = 9_000;

  private static final String JOBS = "jobs/docs/jobs.md";
  private static final String STRUCTURED = "streaming/docs/structured.md";
  private static final int LONGEST_JOB = 30;

  /** {@link InstallIT} and {@code S3IT} type each of their blocks. */
  private static final Set<String> NEED_MORE_THAN_REDIS =
      Set.of("jobs/docs/install.md", "jobs/docs/s3.md");

  /** Its program is compiled and run by {@link DocPagesIT}. */
  private static final String LIBRARY = "streaming/docs/library.md";

  private static final Pattern TYPE = Pattern.compile("`([A-Z]\\w+)`");

  private static List<DocPage> pages() throws IOException {
    return DocPage.all();
  }

  /** Everything that the archive holds, or that a reader of the repository sees. */
  private static List<DocPage> linked() throws IOException {
    List<DocPage> pages = new ArrayList<>(DocPage.all());
    pages.add(DocPage.of("CONTRIBUTING.md"));
    pages.add(DocPage.of("CHANGELOG.md"));
    pages.addAll(DocPage.in("streaming/decisions"));
    pages.addAll(DocPage.in("jobs/decisions"));
    return pages;
  }

  @Test
  void readmeIsShortAndLinksEveryPage() throws IOException {
    DocPage readme = DocPage.of("README.md");
    assertThat(readme.text().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(README_BYTES);
    List<String> others = pages().stream().map(DocPage::toString).skip(1).toList();
    assertThat(readme.links()).containsAll(others);
    assertThat(readme.blocks("sh"))
        .contains("scripts/conveyor demo\n", DocPagesIT.COMMAND_OF_THE_TESTS);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyBlockIsOneThatATestRuns(DocPage page) throws IOException {
    String programs =
        Stream.of(LIBRARY, STRUCTURED)
            .map(programmed -> bare(DocPage.of(programmed).sources().get(0).group(2)))
            .collect(Collectors.joining("\n"));
    List<String> inFull = page.sources().stream().map(source -> source.group(2)).toList();
    if (page.toString().equals(JOBS)) {
      assertThat(inFull).allSatisfy(code -> assertThat(code.lines()).hasSizeLessThan(LONGEST_JOB));
    }
    for (DocPage.Block block : page.blocks()) {
      switch (block.language()) {
        case "sh", "text" -> {}
        case "bash" -> assertThat(NEED_MORE_THAN_REDIS).contains(page.toString());
        case "java" ->
            assertThat(inFull.contains(block.code()) || programs.contains(bare(block.code())))
                .as("%s is in full, or part of a program of the library", block.code())
                .isTrue();
        // ExamplesIT runs or compiles these.
        case "sql", "python" -> assertThat(page.toString()).isEqualTo(STRUCTURED);
        default -> throw new AssertionError("no test runs " + block);
      }
    }
    assertThat(page.text().lines().filter(line -> line.startsWith("```")).count())
        .as("blocks are closed, begin at the margin and have a kind")
        .isEqualTo(2L * page.blocks().size());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPageBeginsWithItsContents(DocPage page) {
    if (page.toString().equals("README.md")) {
      return;
    }
    List<String> contents =
        page.text()
            .lines()
            .skip(2)
            .takeWhile(line -> !line.isEmpty())
            .map(line -> line.replaceFirst("^- \\[(.*)]\\(#.*\\)$", "## $1"))
            .toList();
    assertThat(contents)
        .isEqualTo(page.text().lines().filter(line -> line.startsWith("## ")).toList());
  }

  @ParameterizedTest
  @MethodSource("linked")
  void everyLinkLeadsToAPageOfTheArchive(DocPage page) {
    for (String link : page.links()) {
      if (link.startsWith("https://")) {
        continue;
      }
      String[] parts = link.split("#", 2);
      Path target = page.file().resolveSibling(parts[0]).normalize();
      if (parts[0].isEmpty()) {
        target = page.file();
      }
      assertThat(target).as("%s in %s", link, page).isRegularFile();
      assertThat(target.toString()).as("%s in %s", link, page).matches(".*\\.(md|svg)");
      if (parts.length > 1) {
        assertThat(DocPage.of(target).anchors()).as("%s in %s", link, page).contains(parts[1]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void theIndexListsEveryDecision(String folder) throws IOException {
    List<DocPage> decisions =
        DocPage.in(folder).stream().filter(page -> !page.file().endsWith("README.md")).toList();
    List<String> rows =
        DocPage.of(folder + "/README.md")
            .text()
            .lines()
            .filter(line -> line.startsWith("| ["))
            .map(line -> line.replaceFirst("^\\| (\\[.*?\\.md\\)) \\|.*", "$1"))
            .toList();
    assertThat(rows)
        .isEqualTo(
            decisions.stream()
                .map(page -> "[" + page.title() + "](" + page.file().getFileName() + ")")
                .toList());
  }

  @Test
  void everyTypeInTheTablesOfContributingExists() throws IOException {
    String text = DocPage.of("CONTRIBUTING.md").text();
    String tables =
        text.substring(text.indexOf("## Where things are"), text.indexOf("## Redis in tests"));
    Set<String> types = new TreeSet<>();
    for (String module : List.of("streaming/src", "jobs/src")) {
      try (Stream<Path> files = Files.walk(Launched.HOME.resolve(module))) {
        files.map(file -> file.getFileName().toString().replace(".java", "")).forEach(types::add);
      }
    }
    assertThat(types).containsAll(TYPE.matcher(tables).results().map(m -> m.group(1)).toList());
  }

  private static List<String> decisions() {
    return List.of("streaming/decisions", "jobs/decisions");
  }

  private static String bare(String code) {
    return String.join("\n", code.lines().map(String::strip).toList());
  }
}
