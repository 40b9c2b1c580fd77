package dev.conveyor.jobs.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Words of several scripts: Latin with accents (precomposed and combining), Greek, Cyrillic, CJK;
 * and now and then bytes that are not UTF-8.
 */
record MixedText() implements CorpusKind {
  private static final int WORDS = 100_000;
  private static final int WIDTH = 64;

  private static final String[][] SCRIPTS = {
    {"é", "über", "ça", "ñ", "o\u0301", "ša", "łó", "and", "it's"},
    {"αλ", "βή", "Γά", "δ", "ος", "Σί"},
    {"же", "Ём", "ий", "Ща", "ло", "во"},
    {"中", "文", "字", "語", "日本", "か", "ナ"}
  };

  private static final byte[][] MALFORMED = {
    {(byte) 0xff},
    {(byte) 0xc3},
    {(byte) 0xe4, (byte) 0xb8},
    {(byte) 0xed, (byte) 0xa0, (byte) 0x80}
  };

  @Override
  public String name() {
    return "mixed";
  }

  @Override
  public void write(OutputStream out, long bytes, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<Vocabulary> scripts = new ArrayList<>();
    for (String[] syllables : SCRIPTS) {
      int words = (int) Math.min(WORDS, 100 + bytes / 100);
      scripts.add(Vocabulary.of(words, syllables, random));
    }
    CorpusLines lines = new CorpusLines(out, bytes, WIDTH);
    byte[] word;
    do {
      word =
          random.nextInt(500) == 0
              ? MALFORMED[random.nextInt(MALFORMED.length)]
              : scripts.get(random.nextInt(scripts.size())).draw(random);
    } while (lines.add(word, word.length));
  }
}
