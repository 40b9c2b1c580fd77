package com.example.spool;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Delivery;
import dev.conveyor.streaming.Delivery.Retention;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.transport.EnvelopeWriter;

/** One spool directory. */
record SpoolEndpoint(Address address, Spool spool, int capacity) implements Replayable {
  private static final Delivery DELIVERY =
      new Delivery(
          Guarantee.EXACTLY_ONCE,
          Retention.UNTIL_ACKNOWLEDGED,
          "exactly-once into a run: what it claims can be read again until it is released; live,"
              + " at-least-once: what a reader holds when it dies stays in its directory");

  @Override
  public Delivery delivery() {
    return DELIVERY;
  }

  @Override
  public MessageWriter openWriter() {
    return EnvelopeWriter.around(new SpoolWriter(address, spool, capacity), "");
  }

  @Override
  public MessageReader openReader(ReaderOptions options) {
    return new SpoolReader(address, spool, options.maxMessage());
  }

  @Override
  public Backlog openBacklog(BacklogOptions options) throws InterruptedException {
    return SpoolBacklog.open(address, spool, options);
  }

  @Override
  public Slice parseSlice(String text) {
    return SpoolSlice.parse(address, text);
  }

  @Override
  public long dropRun(String run, long token) throws InterruptedException {
    return spool.locked(
        () -> {
          if (spool.token(run) > token) {
            throw new FencedException(address, run);
          }
          return spool.putBack(spool.claim(run));
        });
  }
}
