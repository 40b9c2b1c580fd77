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

/** {@code ?queue}: PUSH and PULL sockets. */
record PushPullEndpoint(Address address, Curve curve) implements Endpoint {
  private static final Delivery DELIVERY =
      new Delivery(
          Guarantee.AT_MOST_ONCE,
          Retention.NONE,
          "at-most-once: what a reader that dies has taken, read or not, and what was on its way"
              + " when a connection broke, is lost");

  @Override
  public Delivery delivery() {
    return DELIVERY;
  }

  @Override
  public MessageWriter openWriter() throws InterruptedException {
    return EnvelopeWriter.around(PackedWriter.around(new PushWriter(address, curve)), "");
  }

  @Override
  public MessageReader openReader(ReaderOptions options) throws InterruptedException {
    return address.flag(PatternOptions.PACKED)
        ? new PackedReader.Live(
            new PullReader(address, PackedReader.ofBlocks(options).maxMessage(), curve),
            options.maxMessage())
        : new PullReader(address, options.maxMessage(), curve);
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
