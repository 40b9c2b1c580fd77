package dev.conveyor.jobs.stage;

/** The limits to the memory of a {@link Tally}, as numbers of entries and bytes of longer keys. */
final class KeyLimits {
  /** The bytes that an entry takes, with those for sorting. */
  private static final int BYTES_AN_ENTRY = 112;

  private int fullCount = Integer.MAX_VALUE;
  private int fullBytes = Integer.MAX_VALUE;
  private int recordCount = Integer.MAX_VALUE;
  private int recordBytes = Integer.MAX_VALUE;

  /** Limits the memory of all keys, sorting included. */
  void limitTo(long bytes) {
    fullCount = entriesIn(bytes);
    fullBytes = keyBytesIn(bytes);
  }

  /** Limits the memory for the new keys of one record, of which short ones are added together. */
  void limitRecordTo(long bytes) {
    recordCount = Math.max(ShortKeys.MOST, entriesIn(bytes));
    recordBytes = keyBytesIn(bytes);
  }

  private static int entriesIn(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, bytes / BYTES_AN_ENTRY);
  }

  private static int keyBytesIn(long bytes) {
    return (int) Math.min(Bytes.MAX_LENGTH, bytes / 3);
  }

  /**
   * Returns whether a tally is full.
   *
   * @param longBytes bytes of all longer keys
   */
  boolean areReached(int entries, int longBytes) {
    return entries >= fullCount || longBytes >= fullBytes;
  }

  /**
   * Checks the new keys of a record, of which another is about to come.
   *
   * @param longBytes bytes of the longer ones, with the one that comes
   * @throws UnparsableException if they exceed the limit of a record
   */
  void ensureRecord(int entries, long longBytes) {
    if (entries >= recordCount || longBytes > recordBytes) {
      throw new UnparsableException(
          "its keys take more memory than a task may use, with " + entries + " different ones");
    }
  }
}
