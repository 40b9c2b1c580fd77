package dev.conveyor.jobs.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.util.SplittableRandom;

/** Lines of one to three letters. */
record TinyLines() implements CorpusKind {
  private static final int LONGEST = 3;

  @Override
  public String name() {
    return "tiny-lines";
  }

  @Override
  public void write(OutputStream out, long bytes, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    CorpusLines lines = new CorpusLines(out, bytes, 1);
    byte[] word = new byte[LONGEST];
    int length;
    do {
      length = 1 + random.nextInt(LONGEST);
      for (int i = 0; i < length; i++) {
        word[i] = (byte) ('a' + random.nextInt(26));
      }
    } while (lines.add(word, length));
  }
}
