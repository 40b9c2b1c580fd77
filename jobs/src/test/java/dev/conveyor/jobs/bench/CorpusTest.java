package dev.conveyor.jobs.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts that are counted. */
class CorpusTest {
  private static final int BYTES = 200_003;

  @TempDir Path folder;

  static List<CorpusKind> kinds() {
    return List.of(
        new NaturalText(),
        NaturalText.inOneLine(),
        new UniqueWords(),
        new UniqueWords(100),
        new MixedText(),
        new TinyLines());
  }

  private static byte[] bytes(CorpusKind kind, long seed) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    kind.write(out, BYTES, seed);
    return out.toByteArray();
  }

  private static List<String> lines(CorpusKind kind) throws IOException {
    return new String(bytes(kind, 1), ISO_8859_1).lines().toList();
  }

  private static List<String> words(CorpusKind kind) throws IOException {
    return lines(kind).stream()
        .flatMap(line -> Arrays.stream(line.split("[^A-Za-z]+", -1)))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theSeedDeterminesTheBytes(CorpusKind kind) throws IOException {
    assertThat(bytes(kind, 1)).isEqualTo(bytes(kind, 1)).isNotEqualTo(bytes(kind, 2));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void hasExactlyItsSizeAndEndsWithALineFeed(CorpusKind kind) throws IOException {
    assertThat(bytes(kind, 1)).hasSize(BYTES).endsWith((byte) '\n');
  }

  @Test
  void naturalTextIsSentencesInLines() throws IOException {
    List<String> lines = lines(new NaturalText());
    assertThat(lines.subList(0, lines.size() - 1))
        .allSatisfy(line -> assertThat(line).matches("[A-Za-z,.;? ]{60,90}"));
    assertThat(words(new NaturalText())).anyMatch(word -> Character.isUpperCase(word.charAt(0)));
  }

  /** By Zipf's law the first word is about as frequent as the second and the third together. */
  @Test
  void naturalTextFollowsZipfsLaw() throws IOException {
    Map<String, Long> counts =
        words(new NaturalText()).stream()
            .map(word -> word.toLowerCase(java.util.Locale.ROOT))
            .collect(groupingBy(word -> word, counting()));
    List<Long> sorted =
        counts.values().stream().sorted(java.util.Comparator.reverseOrder()).toList();
    assertThat(sorted.get(0) / (double) sorted.get(1)).isBetween(1.7, 2.4);
    assertThat(sorted.get(0) / (double) sorted.get(9)).isBetween(7.0, 14.0);
    assertThat(counts).hasSizeGreaterThan(5_000);
  }

  @Test
  void oneLineIsOneLine() throws IOException {
    assertThat(lines(NaturalText.inOneLine())).hasSize(1);
  }

  @Test
  void uniqueWordsAreUnique() throws IOException {
    assertThat(words(new UniqueWords()))
        .hasSize(BYTES / 10)
        .doesNotHaveDuplicates()
        .allMatch(word -> word.length() == 9);
  }

  @Test
  void distinctKeysAreAsManyAsStated() throws IOException {
    assertThat(words(new UniqueWords(100)).stream().distinct()).hasSize(100);
  }

  @Test
  void tinyLinesHaveOneToThreeLetters() throws IOException {
    List<String> lines = lines(new TinyLines());
    assertThat(lines.subList(0, lines.size() - 1))
        .allSatisfy(line -> assertThat(line).matches("[a-z]{1,3}"));
    assertThat(lines.stream().map(String::length).distinct()).contains(1, 2, 3);
  }

  @Test
  void mixedTextHasManyScriptsAndIsNotAllUtf8() throws IOException {
    byte[] bytes = bytes(new MixedText(), 1);
    assertThat(new String(bytes, UTF_8)).contains("é", "o\u0301", "αλ", "Ём", "語");
    assertThatThrownBy(() -> UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)))
        .isInstanceOf(CharacterCodingException.class);
  }

  @Test
  void isMadeOnce() throws IOException {
    Corpus corpus = new Corpus(new UniqueWords(), 1_000, 7);
    Path file = corpus.in(folder);
    assertThat(file).hasFileName("unique-1000-7.txt").hasSize(1_000);
    Files.writeString(file, "kept");
    assertThat(corpus.in(folder)).hasContent("kept");
    assertThat(folder.toFile().list()).containsExactly("unique-1000-7.txt");
  }
}
