package dev.conveyor.jobs.stage;

/**
 * Adds up {@code key<TAB>amount} lines as programs print them for Hadoop Streaming. The first tab
 * separates. The key may be empty. The amount is a decimal long, with a leading minus if negative.
 */
public final class KeyedAmounts implements Mapping {

  @Override
  public void map(Bytes record, Tally into) {
    byte[] line = record.buffer();
    int tab = record.from();
    while (tab < record.to() && line[tab] != '\t') {
      tab++;
    }
    if (tab == record.to()) {
      throw new UnparsableException("no tab between key and amount");
    }
    into.add(line, record.from(), tab, Amounts.amount(line, tab + 1, record.to()));
  }
}
