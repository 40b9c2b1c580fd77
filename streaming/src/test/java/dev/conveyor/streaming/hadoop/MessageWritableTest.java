package dev.conveyor.streaming.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.Message;
import java.io.IOException;
import java.time.Instant;
import org.apache.hadoop.io.DataInputBuffer;
import org.apache.hadoop.io.DataOutputBuffer;
import org.junit.jupiter.api.Test;

class MessageWritableTest {
  private static final Envelope ENVELOPE = new Envelope(-3, 7, Instant.ofEpochMilli(1_234));

  private static DataInputBuffer written(MessageWritable writable) throws IOException {
    DataOutputBuffer out = new DataOutputBuffer();
    writable.write(out);
    DataInputBuffer in = new DataInputBuffer();
    in.reset(out.getData(), out.getLength());
    return in;
  }

  private static MessageWritable of(Message message, int address) {
    MessageWritable writable = new MessageWritable();
    writable.set(message, address);
    return writable;
  }

  @Test
  void bringsAMessageOverTheWire() throws Exception {
    byte[] body = "böd\u0000y".getBytes(UTF_8);
    MessageWritable read = of(Message.dead("before", new byte[9], "too large"), 9);
    read.readFields(written(of(new Message("words", "5-1", ENVELOPE, body, null), 3)));
    assertThat(read.address()).isEqualTo(3);
    assertThat(read.message().source()).isEqualTo("words");
    assertThat(read.message().id()).isEqualTo("5-1");
    assertThat(read.message().envelope()).isEqualTo(ENVELOPE);
    assertThat(read.message().body()).isEqualTo(body);
    assertThat(read.message().isDead()).isFalse();
    assertThat(read).hasToString("böd\u0000y");
  }

  @Test
  void bringsADeadOneWithItsReason() throws Exception {
    MessageWritable read = of(new Message("words", "", ENVELOPE, new byte[1], null), 1);
    read.readFields(written(of(Message.dead("words", new byte[0], "too large"), 0)));
    assertThat(read.message().deathReason()).isEqualTo("too large");
    assertThat(read.message().envelope()).isNull();
    assertThat(read.message().body()).isEmpty();
  }

  @Test
  void isAnEmptyMessageAtFirst() throws Exception {
    assertThat(new MessageWritable().message().body()).isEmpty();
    assertThat(written(new MessageWritable()).getLength()).isPositive();
  }

  @Test
  void refusesABodyOfNegativeLength() throws Exception {
    DataOutputBuffer out = new DataOutputBuffer();
    out.writeInt(0);
    out.write(new byte[] {0, 0});
    out.writeInt(-1);
    DataInputBuffer in = new DataInputBuffer();
    in.reset(out.getData(), out.getLength());
    assertThatThrownBy(() -> new MessageWritable().readFields(in))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("-1 bytes");
  }
}
