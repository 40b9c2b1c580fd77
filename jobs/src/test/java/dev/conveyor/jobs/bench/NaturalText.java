package dev.conveyor.jobs.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.util.SplittableRandom;

/**
 * Sentences over a vocabulary of a million words of ASCII letters, drawn by Zipf's law, with
 * capitals and punctuation.
 */
record NaturalText(String name, int width, int most) implements CorpusKind {
  private static final int WORDS = 1_000_000;

  /** The keys of one record have to fit the share of a task, in a heap of 256 MB as well. */
  private static final int WORDS_OF_A_RECORD = 100_000;

  /** Of lines of 60 to 80 bytes. */
  NaturalText() {
    this("natural", 64, WORDS);
  }

  /** All in one line. */
  static NaturalText inOneLine() {
    return new NaturalText("one-line", Integer.MAX_VALUE, WORDS_OF_A_RECORD);
  }

  @Override
  public void write(OutputStream out, long bytes, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int words = (int) Math.min(most, 1_000 + bytes / 10);
    Vocabulary vocabulary = Vocabulary.of(words, syllables(), random);
    CorpusLines lines = new CorpusLines(out, bytes, width);
    byte[] token = new byte[256];
    boolean begins = true;
    int length;
    do {
      byte[] word = vocabulary.draw(random);
      length = word.length;
      System.arraycopy(word, 0, token, 0, length);
      int chance = random.nextInt(1_000);
      if (begins || chance < 20) {
        token[0] = (byte) (token[0] - 'a' + 'A');
      }
      begins = chance >= 930;
      if (begins) {
        token[length++] = (byte) (chance < 995 ? '.' : '?');
      } else if (chance >= 860) {
        token[length++] = (byte) (chance < 920 ? ',' : ';');
      }
    } while (lines.add(token, length));
  }

  private static String[] syllables() {
    String[] onsets = {"b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "th", "w"};
    String[] vowels = {"a", "e", "i", "o", "u"};
    String[] codas = {"", "n", "r", "st"};
    String[] syllables = new String[onsets.length * vowels.length * codas.length];
    int count = 0;
    for (String onset : onsets) {
      for (String vowel : vowels) {
        for (String coda : codas) {
          syllables[count++] = onset + vowel + coda;
        }
      }
    }
    return syllables;
  }
}
