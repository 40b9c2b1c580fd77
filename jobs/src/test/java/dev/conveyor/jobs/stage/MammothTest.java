package dev.conveyor.jobs.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The golden figures of the poem, and the golden files beside it. */
class MammothTest {
  private static final Path DATA = Path.of("..", "data");

  @Test
  void wordCount() throws IOException {
    Map<String, Long> counts = check("word-count", key -> true);
    assertThat(counts).hasSize(110);
    assertThat(sum(counts)).isEqualTo(156);
  }

  @Test
  void vowelWords() throws IOException {
    Map<String, Long> counts = check("vowel-words", ReferenceWords::startsWithVowel);
    assertThat(counts).hasSize(19);
    assertThat(sum(counts)).isEqualTo(39);
  }

  @Test
  void fiveLetterWords() throws IOException {
    Map<String, Long> counts = check("five-letter-words", key -> ReferenceWords.letters(key) == 5);
    assertThat(counts).hasSize(25).containsEntry("queen", 3L).containsKey("you'll");
    assertThat(counts).doesNotContainKeys("we'rt", "you'd");
    assertThat(sum(counts)).isEqualTo(28);
  }

  /** The job, the reference and the golden file agree. */
  private static Map<String, Long> check(String job, Predicate<String> kept) throws IOException {
    byte[] poem = Files.readAllBytes(DATA.resolve("mammoth.txt"));
    Map<String, Long> reference =
        new ReferenceWords(poem)
            .keys().stream()
                .filter(kept)
                .collect(Collectors.groupingBy(key -> key, TreeMap::new, Collectors.counting()));
    Tally tally = WordsProbe.tally(Jobs.named(job).newMapping(), poem);
    assertThat(WordsProbe.counts(tally)).isEqualTo(reference);
    assertThat(tally.pairs()).isEqualTo(tally.total());
    assertThat(DATA.resolve("mammoth." + job + ".tsv")).hasContent(lines(reference));
    return WordsProbe.counts(tally);
  }

  private static String lines(Map<String, Long> counts) {
    List<String> lines =
        counts.entrySet().stream().map(e -> e.getKey() + "\t" + e.getValue() + "\n").toList();
    return String.join("", lines);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
