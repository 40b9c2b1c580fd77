package dev.conveyor.jobs.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Words of every length are the same wherever they lie in a buffer, and whatever follows. */
class WordsPlacesTest {
  private static final int LONGEST = 40;

  /** Bytes before and after a word: of every kind, and malformed. */
  private static final List<String> NEIGHBORS =
      List.of(
          "", " ", ", ", "-", "'", "' ", "''", "7", "\u00c3\u00a9", "\u00ff", "\n", " '", ".'a");

  private final Random random = new Random(11);
  private final Words words = new Words();

  @Test
  void wordsOfEveryLengthAtEveryPlace() {
    for (int length = 1; length <= LONGEST; length++) {
      for (int before = 0; before <= 17; before++) {
        for (int after = 0; after <= 17; after++) {
          byte[] record = record(length);
          assertSame(record, placed(record, before, after), before);
        }
      }
    }
  }

  private byte[] record(int length) {
    StringBuilder record = new StringBuilder(neighbor());
    for (int i = 0; i < length; i++) {
      record.append(letter());
    }
    record.append(neighbor());
    if (random.nextBoolean()) {
      record.append(letter());
    }
    return record.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private String neighbor() {
    return NEIGHBORS.get(random.nextInt(NEIGHBORS.size()));
  }

  private char letter() {
    return (char) ((random.nextBoolean() ? 'a' : 'A') + random.nextInt(26));
  }

  /** Returns a buffer that holds a record between other bytes, which it must not see. */
  private byte[] placed(byte[] record, int before, int after) {
    byte[] buffer = new byte[before + record.length + after];
    byte[] others = {'x', '\'', ' ', '5', (byte) 0xc3, (byte) 0x80, '\n'};
    for (int i = 0; i < buffer.length; i++) {
      buffer[i] = others[random.nextInt(others.length)];
    }
    System.arraycopy(record, 0, buffer, before, record.length);
    return buffer;
  }

  private void assertSame(byte[] record, byte[] buffer, int from) {
    Tally tally = new Tally();
    words.map(new Bytes().set(buffer, from, from + record.length), tally);
    ReferenceWords reference = new ReferenceWords(record);
    TreeMap<String, Long> expected = new TreeMap<>();
    reference.keys().forEach(key -> expected.merge(key, 1L, Long::sum));
    String hint = new String(record, StandardCharsets.ISO_8859_1);
    assertThat(WordsProbe.counts(tally)).as(hint).isEqualTo(expected);
    assertThat(tally.malformed()).as(hint).isEqualTo(reference.malformed());
    assertThat(tally.pairs()).as(hint).isEqualTo(reference.keys().size());
  }

  /** Many groups of words, and words that the tally gets to know within a group. */
  @Test
  void newWordsRepeatedInARecordCountAsOften() {
    StringBuilder text = new StringBuilder();
    TreeMap<String, Long> expected = new TreeMap<>();
    for (int i = 0; i < 100_000; i++) {
      String word = Integer.toString(1 + random.nextInt(20_000), Character.MAX_RADIX);
      String key = "k" + word.replaceAll("[0-9]", "z");
      text.append(key).append(i % 7 == 0 ? ", " : " ");
      expected.merge(key, 1L, Long::sum);
    }
    assertThat(WordsProbe.counts(text.toString().getBytes(UTF_8))).isEqualTo(expected);
  }

  /** A sum out of range may come to light in the middle of a group. */
  @Test
  void aRecordThatTheTallyCannotHoldLeavesNothing() {
    Tally tally = new Tally();
    tally.add("full", Long.MAX_VALUE);
    RecordMapper mapper = new RecordMapper(Jobs.named("word-count"), ErrorPolicy.FAIL);
    String words = "some words, some more, full of them, new" + ", some more".repeat(100);
    byte[] record = words.getBytes(UTF_8);
    assertThatThrownBy(() -> mapper.map(record, 0, record.length, tally))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("the sum for \"full\" leaves the range of 64 bits");
    assertThat(WordsProbe.counts(tally)).isEqualTo(Map.of("full", Long.MAX_VALUE));
    assertThat(tally.pairs()).isEqualTo(1);
    byte[] next = "more".getBytes(UTF_8);
    assertThat(mapper.map(next, 0, next.length, tally)).isNull();
    assertThat(WordsProbe.counts(tally)).isEqualTo(Map.of("full", Long.MAX_VALUE, "more", 1L));
    mapper.close();
  }

  /** A short record may be found to be too much with a later one, or at the end. */
  @Test
  void aTallyThatCannotHoldShortRecordsFailsTheJob() {
    RecordMapper mapper =
        new RecordMapper(Jobs.named("word-count"), new ErrorPolicy(OnError.DEAD, 1));
    byte[] buffer = "full of them, and of what follows in the buffer".getBytes(UTF_8);
    int length = "full of them".length();
    String failure = "the sum for \"full\" leaves the range of 64 bits";
    Tally full = new Tally();
    full.add("full", Long.MAX_VALUE);
    mapper.map(buffer, 0, length, full);
    assertThatThrownBy(() -> mapper.complete(full))
        .isInstanceOf(JobException.class)
        .hasMessageContaining(failure);
    Tally nearlyFull = new Tally();
    nearlyFull.add("full", Long.MAX_VALUE - 1_000);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                mapper.map(buffer, 0, length, nearlyFull);
              }
            })
        .isInstanceOf(JobException.class)
        .hasMessageContaining(failure);
    mapper.close();
  }
}
