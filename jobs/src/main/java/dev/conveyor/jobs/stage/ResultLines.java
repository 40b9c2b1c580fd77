package dev.conveyor.jobs.stage;

/** Lines {@code key<TAB>amount}, the form of every result, which {@link Amounts} reads. */
public final class ResultLines {
  private ResultLines() {}

  /**
   * Checks that a line can hold a key.
   *
   * @throws UnparsableException if the key has a line feed
   */
  static void ensureKey(byte[] key, int from, int to) {
    for (int at = from; at < to; at++) {
      if (key[at] == '\n') {
        throw new UnparsableException(
            "key " + ErrorText.record(key, from, to) + " has a line feed");
      }
    }
  }
}
