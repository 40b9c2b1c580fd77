package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Delivery;
import dev.conveyor.streaming.Delivery.Retention;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.TopicEndpoint;
import dev.conveyor.streaming.transport.EnvelopeWriter;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code ?topic=NAME}: PUB and SUB sockets. */
record PubSubEndpoint(Address address, PatternOptions options, Curve curve)
    implements TopicEndpoint {

  @Override
  public Delivery delivery() {
    return new Delivery(
        Guarantee.AT_MOST_ONCE,
        Retention.NONE,
        options.waitsForSlowReaders()
            ? "at-most-once: the feeder waits for a slow reader, but what is sent while a reader is"
                + " away, or was on its way when a connection broke, is lost"
            : "at-most-once: what is sent while a reader is away, or lags by more than the"
                + " high-water mark, is lost");
  }

  @Override
  public Optional<String> topic() {
    return Optional.of(options.topic()).filter(Predicate.not(String::isEmpty));
  }

  @Override
  public MessageWriter openWriter() throws InterruptedException {
    return EnvelopeWriter.around(
        PackedWriter.around(PubWriter.open(address, curve)), options.topic());
  }

  @Override
  public MessageReader openReader(ReaderOptions reading) throws InterruptedException {
    return address.flag(PatternOptions.PACKED)
        ? new PackedReader.Live(
            new SubReader(address, PackedReader.ofBlocks(reading).maxMessage(), curve),
            reading.maxMessage())
        : new SubReader(address, reading.maxMessage(), curve);
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
