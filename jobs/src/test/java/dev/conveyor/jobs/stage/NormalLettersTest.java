package dev.conveyor.jobs.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The letters that {@link UnicodeWord} does not normalize need it in no neighborhood. */
class NormalLettersTest {

  @Test
  void inertLettersAndTheirLowerCaseStayAsTheyAre() {
    BitSet seconds = composedWithWhatIsBefore();
    IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(p -> Character.isLetterOrDigit(p) && UnicodeWord.isInert(p))
        .flatMap(p -> IntStream.of(p, Character.toLowerCase(p)))
        .forEach(
            p -> {
              assertThat(CombiningOrder.isMark(p)).as("U+%x", p).isFalse();
              assertThat(Normalizer.isNormalized(Character.toString(p), Form.NFC))
                  .as("U+%x", p)
                  .isTrue();
              assertThat(seconds.get(p)).as("U+%x", p).isFalse();
            });
  }

  /** All code points that can be the second half of a composition. */
  private static BitSet composedWithWhatIsBefore() {
    BitSet seconds = new BitSet();
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      String text = Character.toString(point);
      if ((point < 0xd800 || point > 0xdfff) && Normalizer.isNormalized(text, Form.NFC)) {
        Normalizer.normalize(text, Form.NFD).codePoints().skip(1).forEach(seconds::set);
      }
    }
    return seconds;
  }
}
