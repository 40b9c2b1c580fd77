package dev.conveyor.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MessagePackerTest {
  private static final Envelope ENVELOPE = new Envelope(7, 1, Instant.ofEpochMilli(5));

  private final MessagePacker packer = new MessagePacker(100);

  private static List<Message> listed(PackedMessages packed) {
    List<Message> messages = new ArrayList<>();
    packed.messages().forEachRemaining(messages::add);
    return messages;
  }

  private void add(String source, byte[] received) {
    packer.add(source, received, 0, received.length);
  }

  private static void assertSame(Message message, Message expected) {
    assertThat(message).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void returnsWhatWasAdded() {
    byte[] nested = ENVELOPE.seal(ENVELOPE.seal("inner".getBytes(UTF_8)));
    List<Message> messages =
        List.of(
            Message.of("a", "plain".getBytes(UTF_8)),
            Message.of("a", new byte[0]),
            new Message("a", "", ENVELOPE, "sealed".getBytes(UTF_8), null),
            new Message("b", "1-0", null, "with an id".getBytes(UTF_8), null),
            Message.dead("b", "beginning".getBytes(UTF_8), "a reason"),
            new Message("a", "", null, ENVELOPE.seal("a body".getBytes(UTF_8)), null),
            Message.received("a", nested, 1_000));
    messages.forEach(packer::add);
    List<Message> read = listed(packer.take());
    assertThat(read).hasSameSizeAs(messages);
    for (int i = 0; i < messages.size(); i++) {
      assertSame(read.get(i), messages.get(i));
    }
  }

  @Test
  void pagesAreOfOneSourceAndShowPlainBodiesInPlace() {
    add("a", "one".getBytes(UTF_8));
    add("a", ENVELOPE.seal("two".getBytes(UTF_8)));
    add("b", new byte[40]);
    byte[] almost = ENVELOPE.seal(new byte[8]);
    almost[31] ^= 1;
    add("b", almost);
    List<MessagePage> pages = packer.take().pages();
    assertThat(pages).extracting(MessagePage::source).containsExactly("a", "b");
    assertThat(pages).extracting(MessagePage::size).containsExactly(2, 2);
    MessagePage first = pages.get(0);
    assertThat(first.isPlain(0)).isTrue();
    assertThat(new String(first.buffer(0), first.from(0), first.to(0) - first.from(0), UTF_8))
        .isEqualTo("one");
    assertThat(first.isPlain(1)).isFalse();
    assertThat(first.message(1).envelope()).isEqualTo(ENVELOPE);
    assertThat(Texts.of(first.message(1))).isEqualTo("two");
    assertThat(pages.get(1).isPlain(1)).isTrue();
    assertThat(pages.get(1).message(1).body()).isEqualTo(almost);
  }

  @Test
  void limitsBodiesWithoutTheirEnvelopes() {
    add("a", new byte[100]);
    add("a", ENVELOPE.seal(new byte[100]));
    add("a", new byte[101]);
    add("a", ENVELOPE.seal(new byte[101]));
    List<Message> read = listed(packer.take());
    assertThat(read).extracting(Message::isDead).containsExactly(false, false, true, true);
    assertThat(read.get(3).deathReason())
        .isEqualTo("message of 101 bytes is over the limit of 100");
    assertThat(read.get(3).envelope()).isEqualTo(ENVELOPE);
  }

  @Test
  void noticesEndMarkers() {
    add("a", "quit!".getBytes(UTF_8));
    add("a", "exit".getBytes(UTF_8));
    add("a", new byte[36]);
    packer.add(Message.dead("a", Message.endMarker(), "a reason"));
    assertThat(packer.hasEndMarker()).isFalse();
    add("a", Message.endMarker());
    assertThat(packer.hasEndMarker()).isTrue();
    packer.take();
    assertThat(packer.hasEndMarker()).isFalse();
    add("a", ENVELOPE.seal(Message.endMarker()));
    assertThat(packer.hasEndMarker()).isTrue();
    PackedMessages packed = packer.take();
    assertThat(packed.pages().get(0).isEndMarker(0)).isTrue();
  }

  @Test
  void growsAndTravels() throws Exception {
    Random random = new Random(3);
    List<byte[]> bodies = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      byte[] body = new byte[random.nextInt(100)];
      random.nextBytes(body);
      bodies.add(body);
      add(i % 1_000 < 500 ? "a" : "b", body);
    }
    assertThat(packer.count()).isEqualTo(10_000);
    PackedMessages packed = packer.take();
    assertThat(packer.count()).isZero();
    assertThat(packer.bytes()).isZero();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(packed);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      PackedMessages copy = (PackedMessages) in.readObject();
      assertThat(copy.size()).isEqualTo(10_000);
      assertThat(copy.pages()).hasSize(20);
      assertThat(listed(copy)).extracting(Message::body).containsExactlyElementsOf(bodies);
    }
  }
}
