package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checkpoint of a run under locales with digits, letters or a calendar of their own. */
class RunLocaleTest {
  private static final Bounds FIVE = new Bounds(5, 1 << 20);

  @TempDir Path folder;
  private final Locale before = Locale.getDefault();
  private final Address queue = Address.parse("memory:" + UUID.randomUUID() + "?queue");

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fa-IR", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist-nu-thai", "tr-TR"})
  void countsEachMessageOnceOverARestart(String locale) throws Exception {
    Locale.setDefault(Locale.forLanguageTag(locale));
    assertThat(counted(0, 5)).isEqualTo(5);
    Locale.setDefault(Locale.ROOT);
    assertThat(counted(5, 8)).isEqualTo(3);
    Locale.setDefault(Locale.forLanguageTag(locale));
    assertThat(counted(8, 8)).isZero();
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(Path::getFileName))
          .allMatch(file -> file.toString().matches("\\p{ASCII}*"));
    }
  }

  /** In a run that is opened, and given up after the last batch. */
  private long counted(int from, int to) throws InterruptedException {
    try (MessageWriter writer = Transports.endpoint(queue).openWriter()) {
      writer.write(Texts.outgoing(Texts.numbers(from, to)));
    }
    long counted = 0;
    try (Run run = Run.open(RunPlan.of(folder.toString(), queue), new Configuration())) {
      assertThat(run.unfinished()).isEmpty();
      for (var next = run.next(FIVE); next.isPresent(); next = run.next(FIVE)) {
        counted += next.get().ranges().stream().mapToLong(Range::messages).sum();
        run.done(next.get());
      }
    }
    return counted;
  }
}
