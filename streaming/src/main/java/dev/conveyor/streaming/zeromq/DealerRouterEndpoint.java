package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Delivery;
import dev.conveyor.streaming.Delivery.Retention;
import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.transport.EnvelopeWriter;

/** {@code ?queue&acknowledged}: DEALER and ROUTER sockets. */
record DealerRouterEndpoint(Address address, Curve curve) implements Endpoint {
  private static final Delivery DELIVERY =
      new Delivery(
          Guarantee.AT_LEAST_ONCE,
          Retention.UNTIL_ACKNOWLEDGED,
          "at-least-once while the feeder lives: it keeps each message until a reader has"
              + " acknowledged it, and sends it again otherwise");

  private static final Delivery DELIVERY_OF_BLOCKS =
      new Delivery(
          Guarantee.AT_LEAST_ONCE,
          Retention.UNTIL_ACKNOWLEDGED,
          "at-least-once while the feeder lives: it keeps each block of messages until a reader has"
              + " acknowledged all of them, and sends the whole block again otherwise");

  @Override
  public Delivery delivery() {
    return address.flag(PatternOptions.PACKED) ? DELIVERY_OF_BLOCKS : DELIVERY;
  }

  @Override
  public MessageWriter openWriter() throws InterruptedException {
    return EnvelopeWriter.around(PackedWriter.around(new DealerWriter(address, curve)), "");
  }

  @Override
  public MessageReader openReader(ReaderOptions options) throws InterruptedException {
    return address.flag(PatternOptions.PACKED)
        ? new PackedReader(
            new RouterReader(address, PackedReader.ofBlocks(options), curve), options.maxMessage())
        : new RouterReader(address, options, curve);
  }

  @Override
  public boolean isOpenedByWriter() {
    return !address.has("connect");
  }

  @Override
  public boolean isInProcess() {
    return Inproc.serves(address);
  }
}
