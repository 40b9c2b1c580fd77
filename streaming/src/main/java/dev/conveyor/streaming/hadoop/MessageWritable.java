package dev.conveyor.streaming.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.Message;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;

/**
 * A message or {@linkplain Message#isDead dead letter} as a value between tasks. Hadoop reuses the
 * object for the next value, like all writables. The {@link #message} in it is not reused.
 */
public final class MessageWritable implements Writable {
  private static final int LONGEST_NAME = 1 << 20;
  private static final Message NOTHING = Message.of("", new byte[0]);

  private Message message = NOTHING;
  private int address;

  /** Returns the message; never null. Its body must not be modified. */
  public Message message() {
    return message;
  }

  /** Returns the index of the message's address in the plan of its snapshot. */
  public int address() {
    return address;
  }

  public void set(Message next, int from) {
    message = next;
    address = from;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeInt(address);
    Text.writeString(out, message.source());
    Text.writeString(out, message.id());
    out.writeInt(message.body().length);
    out.write(message.body());
    out.writeBoolean(message.isDead());
    if (message.isDead()) {
      Text.writeString(out, message.deathReason());
    }
    writeEnvelope(out, message.envelope());
  }

  private static void writeEnvelope(DataOutput out, Envelope envelope) throws IOException {
    out.writeBoolean(envelope != null);
    if (envelope != null) {
      out.writeLong(envelope.producer());
      out.writeLong(envelope.sequence());
      out.writeLong(envelope.sentAt().toEpochMilli());
    }
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    address = in.readInt();
    String source = Text.readString(in, LONGEST_NAME);
    String id = Text.readString(in, LONGEST_NAME);
    byte[] body = body(in);
    String reason = in.readBoolean() ? Text.readString(in, LONGEST_NAME) : null;
    message = new Message(source, id, envelope(in), body, reason);
  }

  private static byte[] body(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      throw new IOException("cannot read a message: its body has " + length + " bytes; run again");
    }
    byte[] body = new byte[length];
    in.readFully(body);
    return body;
  }

  private static Envelope envelope(DataInput in) throws IOException {
    return in.readBoolean()
        ? new Envelope(in.readLong(), in.readLong(), Instant.ofEpochMilli(in.readLong()))
        : null;
  }

  /** Returns the body as UTF-8. */
  @Override
  public String toString() {
    return new String(message.body(), UTF_8);
  }
}
