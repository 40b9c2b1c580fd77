package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.dstream.ReceiverInputDStream;
import org.apache.spark.streaming.receiver.Receiver;
import scala.reflect.ClassTag$;

/**
 * The messages that a receiver stores. Only the receiver that is sent to an executor has the
 * password of this driver: Spark may write the stream itself to a checkpoint.
 */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; they stay in Spark 4.
final class ReceivedDStream extends ReceiverInputDStream<Message> {
  private static final long serialVersionUID = 1;

  private final Address address;
  private final ReceiverSettings settings;
  private final StorageLevel level;

  ReceivedDStream(
      StreamingContext context, Address address, ReceiverSettings settings, StorageLevel level) {
    super(context, ClassTag$.MODULE$.apply(Message.class));
    this.address = address;
    this.settings = settings;
    this.level = level;
  }

  @Override
  public Receiver<Message> getReceiver() {
    return new MessageReceiver(ExecutorPasswords.with(address), settings, level);
  }
}
