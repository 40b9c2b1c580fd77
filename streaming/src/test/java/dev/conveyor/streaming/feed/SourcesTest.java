package dev.conveyor.streaming.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts here are bytes: one character a byte. */
class SourcesTest {
  @TempDir Path folder;

  private static List<String> all(MessageSource source) throws IOException {
    List<String> all = new ArrayList<>();
    for (Optional<byte[]> body = source.next(); body.isPresent(); body = source.next()) {
      all.add(new String(body.get(), ISO_8859_1));
    }
    return all;
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
  }

  @Test
  void tokensStandAsTheyAre() throws IOException {
    assertThat(all(new TokenSource(bytes("  We'rt  thou,\r\n\n\t“x”\u000b\u00a0y\u00ff \f"))))
        .containsExactly("We'rt", "thou,", "?x?", "\u00a0y\u00ff");
  }

  @Test
  void thereIsNoTokenInNothing() throws IOException {
    assertThat(all(new TokenSource(bytes("")))).isEmpty();
    assertThat(all(new TokenSource(bytes(" \n ")))).isEmpty();
  }

  @Test
  void linesEndAtLfOrCrlf() throws IOException {
    assertThat(all(new LineSource(bytes("a\r\n\nb\rc\n d \r\r\ne"))))
        .containsExactly("a", "", "b\rc", " d \r", "e");
  }

  @Test
  void aLastLineFeedBeginsNoLine() throws IOException {
    assertThat(all(new LineSource(bytes("a\n")))).containsExactly("a");
    assertThat(all(new LineSource(bytes("\n")))).containsExactly("");
    assertThat(all(new LineSource(bytes("")))).isEmpty();
  }

  @Test
  void recordsOfAnyLengthCrossBuffers() throws IOException {
    Random random = new Random(7);
    List<String> lines = new ArrayList<>();
    for (int length : new int[] {65_535, 65_536, 65_537, 0, 1, 131_072, 1_000_000, 3}) {
      lines.add(
          random
              .ints(length, 'a', 'z' + 1)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString());
    }
    assertThat(all(new LineSource(bytes(String.join("\n", lines))))).isEqualTo(lines);
    assertThat(all(new LineSource(bytes(String.join("\r\n", lines) + "\r\n")))).isEqualTo(lines);
  }

  @Test
  void filesFollowOneAnotherAndRepeat() throws IOException {
    Path one = Files.writeString(folder.resolve("one"), "a b");
    Path empty = Files.writeString(folder.resolve("empty"), "");
    Path two = Files.writeString(folder.resolve("two"), "c");
    try (MessageSource source =
        new FileSource(
            List.of(one, empty, two), 2, file -> new TokenSource(Files.newInputStream(file)))) {
      assertThat(all(source)).containsExactly("a", "b", "c", "a", "b", "c");
    }
  }

  @Test
  void aSeedGivesTheSameChocolates() throws IOException {
    Clock clock = Clock.fixed(Instant.parse("2026-11-23T10:00:00.123456Z"), ZoneOffset.UTC);
    ChocolateSource one = new ChocolateSource(7, clock);
    ChocolateSource same = new ChocolateSource(7, clock);
    ChocolateSource other = new ChocolateSource(8, clock);
    List<String> ones = new ArrayList<>();
    List<String> sames = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ones.add(new String(one.next().orElseThrow(), ISO_8859_1));
      sames.add(new String(same.next().orElseThrow(), ISO_8859_1));
      others.add(new String(other.next().orElseThrow(), ISO_8859_1));
    }
    assertThat(ones).isEqualTo(sames).doesNotHaveDuplicates().doesNotContainAnyElementsOf(others);
    assertThat(ones.get(0))
        .matches(
            "\\{\"id\":\"[0-9a-f]{16}-1\",\"type\":\"[a-z]+\",\"made\":\"2026-11-23T10:00:00.123Z\"}");
  }
}
