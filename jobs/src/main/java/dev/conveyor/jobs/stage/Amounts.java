package dev.conveyor.jobs.stage;

/**
 * Adds up {@code key<TAB>amount} lines. The last tab separates. The key may be empty. The amount is
 * a decimal long, with a leading minus if negative.
 */
public final class Amounts implements Mapping {

  @Override
  public void map(Bytes record, Tally into) {
    byte[] line = record.buffer();
    int tab = record.to() - 1;
    while (tab >= record.from() && line[tab] != '\t') {
      tab--;
    }
    if (tab < record.from()) {
      throw new UnparsableException("no tab between key and amount");
    }
    into.add(line, record.from(), tab, amount(line, tab + 1, record.to()));
  }

  /**
   * Parses a decimal long.
   *
   * @throws UnparsableException if the bytes are not one
   */
  static long amount(byte[] line, int from, int to) {
    boolean negative = from < to && line[from] == '-';
    int first = negative ? from + 1 : from;
    // Negative numbers have room for one more.
    long amount = first < to ? 0 : 1;
    for (int at = first; at < to && amount <= 0; at++) {
      amount = lowered(amount, line[at] - '0');
    }
    if (amount > 0 || (amount == Long.MIN_VALUE && !negative)) {
      throw new UnparsableException("the amount is not a 64-bit integer");
    }
    return negative ? amount : -amount;
  }

  /** Ten times the amount, less the digit; positive if the result or the digit is invalid. */
  private static long lowered(long amount, int digit) {
    boolean fits = digit >= 0 && digit <= 9 && amount >= (Long.MIN_VALUE + digit) / 10;
    return fits ? amount * 10 - digit : 1;
  }
}
