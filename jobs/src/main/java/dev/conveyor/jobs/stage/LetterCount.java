package dev.conveyor.jobs.stage;

/** Keeps words with exactly that number of letters. Marks, digits and apostrophes do not count. */
public record LetterCount(int letters) implements WordFilter {

  @Override
  public boolean keeps(byte[] key, int from, int to) {
    int found = 0;
    int at = from;
    while (at < to && found <= letters) {
      int point = Utf8.decode(key, at, to);
      found += Character.isLetter(point) ? 1 : 0;
      at += Utf8.length(point);
    }
    return found == letters;
  }
}
