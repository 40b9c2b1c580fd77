package dev.conveyor.jobs.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {
  private static final ProgressLine FEED = new ProgressLine("sent", "words", 1_000);
  private static final ProgressLine STREAM = new ProgressLine("read", "messages", -1);
  private static final ProgressLine BATCH =
      new ProgressLine("word-count", ProgressDisplay.PERCENT, 100);
  private static final String SUMS = "five-letter-words 1,028, vowel-words 39, word-count 12,156";

  private static ProgressLine.State state(long done, double rate, String note, String instead) {
    return new ProgressLine.State(done, rate, Duration.ofSeconds(65), note, instead);
  }

  private static ProgressLine.State state(long done, double rate) {
    return state(done, rate, "", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "20 | sent 45%  98/s",
        "21 | sent 45%  98/s",
        "22 | sent 45%  [===>      ]",
        "30 | sent 45%  [====>       ]  98/s",
        "40 | sent 45%  [===>       ]  98/s  0:06 left",
        "60 | sent 45%  [=====>        ]  98/s  450/1,000 words  0:06 left",
        "200 | sent 45%  [=================>                      ]  98/s  450/1,000 words  0:06 left",
      })
  void showsABarWhereTheTotalIsKnown(int columns, String expected) {
    assertThat(FEED.fitted(state(450, 98), columns)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 20, 40, 80, 200})
  void fitsEveryWidth(int columns) {
    for (ProgressLine line : new ProgressLine[] {FEED, STREAM, BATCH}) {
      for (long done : new long[] {0, 1, 99, 1_000, 123_456_789}) {
        for (String note : new String[] {"", SUMS, "数える".repeat(40)}) {
          for (String awaited : new String[] {"", "Spark to subscribe to the poem"}) {
            String text = line.fitted(state(done, done / 3.0, note, awaited), columns);
            assertThat(TextWidth.of(text)).as(text).isBetween(1, columns);
            assertThat(text).doesNotContain("?", "\n");
          }
        }
      }
    }
  }

  @Test
  void fillsTheBarInProportion() {
    for (int percent : new int[] {1, 50, 99, 100}) {
      String line = BATCH.fitted(state(percent, 0), 60);
      String bar = line.replaceAll(".*\\[(.*)\\].*", "$1");
      assertThat(line).startsWith("word-count " + percent + "%").endsWith("  1:05");
      assertThat(bar).matches("=*>? *");
      assertThat(bar.strip().length()).isEqualTo(bar.length() * percent / 100);
    }
    assertThat(FEED.fitted(state(2_000, 0), 80)).contains("sent 100%", "2,000/1,000 words");
    assertThat(new ProgressLine("sent", "words", 0).fitted(state(0, 0), 80)).contains("100%");
  }

  @Test
  void showsNumbersWhereTheTotalIsUnknown() {
    assertThat(STREAM.fitted(state(0, 0), 80)).isEqualTo("read 0 messages  0/s  1:05");
    assertThat(STREAM.fitted(state(1, 0.52), 80)).isEqualTo("read 1 message  0.5/s  1:05");
    assertThat(STREAM.fitted(state(12_345, 9.99), 80))
        .isEqualTo("read 12,345 messages  10/s  1:05");
    assertThat(STREAM.fitted(state(12_345, 98), 20)).isEqualTo("read 12,345 messages");
    assertThat(STREAM.fitted(state(12_345, 98), 16)).isEqualTo("read 12,345");
  }

  @Test
  void cutsTheNoteToTheWidth() {
    ProgressLine.State state = state(12_345, 98, SUMS, "");
    assertThat(STREAM.fitted(state, 200)).endsWith("1:05  " + SUMS);
    assertThat(STREAM.fitted(state, 60))
        .isEqualTo("read 12,345 messages  98/s  1:05  five-letter-words 1,028, …");
    assertThat(STREAM.fitted(state, 40)).isEqualTo("read 12,345 messages  98/s  1:05");
  }

  @Test
  void namesWhatIsAwaited() {
    assertThat(STREAM.fitted(state(0, 0, "", "waiting for Spark to start"), 80))
        .isEqualTo("waiting for Spark to start  1:05");
    assertThat(STREAM.plain(state(0, 0, "", "waiting for Spark to start")))
        .isEqualTo("waiting for Spark to start, 1:05");
  }

  @Test
  void isPlainOffATerminal() {
    assertThat(FEED.plain(state(450, 98))).isEqualTo("sent: 450 of 1,000 words, 98/s");
    assertThat(STREAM.plain(state(450, 0.5, "word-count 7", "")))
        .isEqualTo("read: 450 messages, 0.5/s, word-count 7");
    assertThat(BATCH.plain(state(7, 0))).isEqualTo("word-count: 7%, 1:05");
  }

  @Test
  void tellsTheTimeAsLongAsThePercentageIsZero() {
    assertThat(BATCH.fitted(state(0, 0), 60)).isEqualTo("word-count running  1:05");
    assertThat(BATCH.fitted(state(0, 0, "0 of 2 tasks", ""), 60))
        .isEqualTo("word-count running  1:05  0 of 2 tasks");
    assertThat(BATCH.plain(state(0, 0))).isEqualTo("word-count: running, 1:05");
    assertThat(BATCH.plain(state(0, 0, "0 of 2 tasks", "")))
        .isEqualTo("word-count: running, 1:05, 0 of 2 tasks");
  }
}
