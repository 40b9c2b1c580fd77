package dev.conveyor.streaming.redis;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageSlice;
import dev.conveyor.streaming.SliceReader;

/** The elements from (inclusive) to (exclusive) of a claim of a list. */
record ListSlice(Address address, String run, long claim, long from, long to, int maxMessage)
    implements MessageSlice {

  @Override
  public SliceReader open() {
    return new ListSliceReader(this);
  }

  @Override
  public String toString() {
    return "elements "
        + from
        + " to "
        + to
        + " of claim "
        + claim
        + " of run "
        + run
        + ", "
        + address;
  }
}
