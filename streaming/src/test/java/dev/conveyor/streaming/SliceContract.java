package dev.conveyor.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slices of a queue or log that can be read again: every reading gives the same messages. */
@Timeout(60)
abstract class SliceContract {
  protected static final Bounds WIDE = new Bounds(1_000_000, 1L << 40);

  long drivers;

  /** A queue or log that is empty when a test begins; the same one throughout the test. */
  protected abstract Address address();

  /** Returns whether a message that one run claims is lost to other runs. */
  protected boolean claims() {
    return true;
  }

  /** The next driver of a run. */
  protected final Backlog open(String run) throws InterruptedException {
    return open(run, ++drivers);
  }

  Backlog open(String run, long token) throws InterruptedException {
    BacklogOptions options =
        BacklogOptions.of(run, token).withLease(Duration.ofMillis(300)).withMaxMessage(1_000);
    return Replayable.at(address()).openBacklog(options);
  }

  protected final void write(List<String> bodies) throws InterruptedException {
    try (MessageWriter writer = Transports.endpoint(address()).openWriter()) {
      writer.write(Texts.outgoing(bodies));
    }
  }

  protected static List<String> read(Backlog backlog, Range range) throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    for (Slice slice : backlog.slices(range, 3)) {
      bodies.addAll(Texts.of(messages(slice)));
    }
    assertThat(bodies).hasSize((int) range.messages());
    assertThat(range.loss()).isEqualTo(Loss.NONE);
    return bodies;
  }

  static List<Message> messages(Slice slice) throws InterruptedException {
    List<Message> all = new ArrayList<>();
    try (SliceReader reader = slice.open()) {
      for (MessagePage page = reader.read(); !page.isEmpty(); page = reader.read()) {
        page.forEach(all::add);
      }
      assertThat(reader.read()).isEmpty();
    }
    return all;
  }

  static List<String> bodies(Slice slice) throws IOException {
    List<String> bodies = new ArrayList<>();
    slice.read((buffer, from, to) -> bodies.add(new String(buffer, from, to - from, UTF_8)));
    return bodies;
  }

  static Slice travelled(Slice slice) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(slice);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
          @Override
          protected Class<?> resolveClass(ObjectStreamClass described)
              throws ClassNotFoundException {
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            return Class.forName(described.getName(), false, context);
          }
        }) {
      return (Slice) in.readObject();
    }
  }

  static Range next(Backlog backlog, Position from, Bounds bounds) throws InterruptedException {
    Range range = backlog.next(from, bounds).orElseThrow();
    assertThat(range.from()).isEqualTo(from);
    return range;
  }

  @Test
  void holdsNothingWhereNothingWaits() throws Exception {
    try (Backlog backlog = open("run")) {
      Position start = backlog.start();
      assertThat(backlog.waiting(start)).isZero();
      assertThat(backlog.next(start, WIDE)).isEmpty();
      assertThat(backlog.slices(Range.of(start, start, 0), 4)).isEmpty();
    }
  }

  @Test
  void cutsSlicesThatCoverTheRangeInOrder() throws Exception {
    List<String> numbers = Texts.numbers(0, 1_000);
    write(numbers);
    try (Backlog backlog = open("run")) {
      Range range = next(backlog, backlog.start(), WIDE);
      assertThat(backlog.slices(range, 7)).hasSizeBetween(1, 7);
      assertThat(read(backlog, range)).isEqualTo(numbers);
    }
  }

  @Test
  void readsASliceTheSameTwiceWhereverItTravels() throws Exception {
    write(List.of("a", "", "\u0000\uFFFD", "ü", "a"));
    try (Backlog backlog = open("run")) {
      Range range = next(backlog, backlog.start(), WIDE);
      Slice slice = backlog.slices(range, 1).get(0);
      write(List.of("later"));
      assertThat(bodies(slice))
          .containsExactly("a", "", "\u0000\uFFFD", "ü", "a")
          .isEqualTo(Texts.of(messages(slice)))
          .isEqualTo(Texts.of(messages(travelled(slice))));
    }
  }

  @Test
  void readsASliceTheSameFromItsText() throws Exception {
    write(Texts.numbers(0, 100));
    try (Backlog backlog = open("run")) {
      Range range = next(backlog, backlog.start(), WIDE);
      int read = 0;
      for (Slice slice : backlog.slices(range, 3)) {
        Slice parsed = Replayable.at(slice.address()).parseSlice(slice.text());
        assertThat(parsed).isEqualTo(slice);
        assertThat(slice.address()).isEqualTo(address());
        assertThat(slice.text().lines()).hasSize(1);
        assertThat(Texts.of(messages(parsed))).isEqualTo(Texts.of(messages(slice)));
        read += messages(parsed).size();
      }
      assertThat(read).isEqualTo(100);
    }
  }

  @Test
  void refusesASliceThatItDidNotMake() {
    for (String text : List.of("", "nothing", "-1 -1 -1 -1 -1", "run 1 2 3 99999999999999999999")) {
      assertThatThrownBy(() -> Replayable.at(address()).parseSlice(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(text);
    }
  }

  @Test
  void bringsLargeMessagesDeadAndEnvelopesOpened() throws Exception {
    Address enveloped = Address.parse(address() + "&envelope");
    try (MessageWriter writer = Transports.endpoint(enveloped).openWriter()) {
      writer.write(Texts.outgoing("a", "x".repeat(1_001), "c"));
    }
    try (Backlog backlog = open("run")) {
      Range range = next(backlog, backlog.start(), WIDE);
      Slice slice = backlog.slices(range, 1).get(0);
      List<Message> messages = messages(slice);
      assertThat(messages).extracting(Message::isDead).containsExactly(false, true, false);
      assertThat(messages.get(1).deathReason()).contains("1001 bytes", "limit of 1000");
      assertThat(messages)
          .extracting(message -> message.envelope().sequence())
          .containsExactly(1L, 2L, 3L);
      assertThat(bodies(slice)).containsExactly("a", "c");
    }
  }

  @Test
  void slicesSeveralRangesByTheirPositionsAlone() throws Exception {
    write(Texts.numbers(0, 20));
    String from;
    String to;
    try (Backlog backlog = open("run")) {
      Range five = next(backlog, backlog.start(), new Bounds(5, 1 << 20));
      Range rest = next(backlog, five.to(), WIDE);
      write(Texts.numbers(20, 40));
      from = five.to().text();
      to = next(backlog, rest.to(), new Bounds(15, 1 << 20)).to().text();
      backlog.release(five.to());
    }
    try (Backlog backlog = open("run")) {
      Position end = backlog.parse(to);
      for (int parallelism : List.of(1, 7)) {
        List<String> bodies = new ArrayList<>();
        for (Slice slice : backlog.slices(backlog.parse(from), end, parallelism)) {
          bodies.addAll(Texts.of(messages(slice)));
        }
        assertThat(bodies).isEqualTo(Texts.numbers(5, 35));
      }
      assertThat(backlog.slices(end, end, 4)).isEmpty();
      backlog.release(end);
      assertThat(read(backlog, next(backlog, end, WIDE))).isEqualTo(Texts.numbers(35, 40));
    }
  }
}
