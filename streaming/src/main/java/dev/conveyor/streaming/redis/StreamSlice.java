package dev.conveyor.streaming.redis;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageSlice;
import dev.conveyor.streaming.SliceReader;

/** The entries of a stream after an ID, up to another and with it. */
record StreamSlice(Address address, StreamId after, StreamId upTo, int maxMessage)
    implements MessageSlice {

  @Override
  public SliceReader open() {
    return new StreamSliceReader(this);
  }

  @Override
  public String toString() {
    return "entries after " + after + " up to " + upTo + ", " + address;
  }
}
