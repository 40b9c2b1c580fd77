package dev.conveyor.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every transport keeps to that can be read again and again. */
@Timeout(60)
public abstract class BacklogContractTest {
  private static final Bounds WIDE = new Bounds(1_000_000, 1L << 40);

  /** A queue or log that is empty when a test begins; the same one throughout the test. */
  protected abstract Address address();

  /** Whether a message that one run claims is lost to other runs. */
  protected boolean claims() {
    return true;
  }

  private Backlog open(String run) {
    return Transports.of(address()).openBacklog(address(), run);
  }

  private void write(List<String> bodies) throws InterruptedException {
    try (MessageWriter writer = Transports.of(address()).openWriter(address())) {
      writer.write(Texts.outgoing(bodies));
    }
  }

  private static List<String> read(Backlog backlog, Position from, Position to) throws IOException {
    List<String> bodies = new ArrayList<>();
    for (Slice slice : backlog.slices(from, to, 3)) {
      bodies.addAll(read(slice));
    }
    return bodies;
  }

  private static List<String> read(Slice slice) throws IOException {
    List<String> bodies = new ArrayList<>();
    slice.read((buffer, from, to) -> bodies.add(new String(buffer, from, to - from, UTF_8)));
    return bodies;
  }

  private static Slice travelled(Slice slice) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(slice);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Slice) in.readObject();
    }
  }

  @Test
  void holdsNothingWhereNothingWaits() {
    try (Backlog backlog = open("run")) {
      Position start = backlog.start();
      assertThat(backlog.waiting(start)).isZero();
      assertThat(backlog.end(start, WIDE)).isEqualTo(start);
      assertThat(backlog.slices(start, start, 4)).isEmpty();
    }
  }

  @Test
  void cutsSlicesThatCoverTheRangeInOrder() throws Exception {
    List<String> numbers = Texts.numbers(0, 1_000);
    write(numbers);
    try (Backlog backlog = open("run")) {
      Position start = backlog.start();
      Position end = backlog.end(start, WIDE);
      assertThat(backlog.slices(start, end, 7)).hasSizeBetween(1, 7);
      assertThat(read(backlog, start, end)).isEqualTo(numbers);
    }
  }

  @Test
  void readsASliceTheSameTwiceWhereverItTravels() throws Exception {
    write(List.of("a", "", "\u0000\uFFFD", "ü", "a"));
    try (Backlog backlog = open("run")) {
      Position start = backlog.start();
      Slice slice = backlog.slices(start, backlog.end(start, WIDE), 1).get(0);
      write(List.of("later"));
      assertThat(read(slice))
          .containsExactly("a", "", "\u0000\uFFFD", "ü", "a")
          .isEqualTo(read(slice))
          .isEqualTo(read(travelled(slice)));
    }
  }

  @Test
  void tellsHowManyWait() throws Exception {
    write(Texts.numbers(0, 30));
    try (Backlog backlog = open("run")) {
      Position start = backlog.start();
      assertThat(backlog.waiting(start)).isEqualTo(30);
      Position ten = backlog.end(start, new Bounds(10, 1 << 20));
      assertThat(backlog.waiting(start)).isEqualTo(30);
      assertThat(backlog.waiting(ten)).isEqualTo(20);
    }
  }

  @Test
  void keepsToABoundOfMessages() throws Exception {
    write(Texts.numbers(0, 25));
    try (Backlog backlog = open("run")) {
      Position from = backlog.start();
      List<Integer> sizes = new ArrayList<>();
      List<String> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Position to = backlog.end(from, new Bounds(10, 1 << 20));
        List<String> range = read(backlog, from, to);
        sizes.add(range.size());
        all.addAll(range);
        from = to;
      }
      assertThat(sizes).containsExactly(10, 10, 5);
      assertThat(all).isEqualTo(Texts.numbers(0, 25));
      assertThat(backlog.end(from, WIDE)).isEqualTo(from);
    }
  }

  @Test
  void keepsToABoundOfBytesButAlwaysMoves() throws Exception {
    String large = "x".repeat(1_000);
    write(List.of("12345", "12345", large, "1"));
    try (Backlog backlog = open("run")) {
      Bounds ten = new Bounds(100, 10);
      Position start = backlog.start();
      Position two = backlog.end(start, ten);
      Position three = backlog.end(two, ten);
      assertThat(read(backlog, start, two)).containsExactly("12345", "12345");
      assertThat(read(backlog, two, three)).containsExactly(large);
      assertThat(read(backlog, three, backlog.end(three, ten))).containsExactly("1");
    }
  }

  @Test
  void repeatsAChoiceThatWasNotRecorded() throws Exception {
    write(Texts.numbers(0, 30));
    Bounds ten = new Bounds(10, 1 << 20);
    Position start;
    Position end;
    try (Backlog backlog = open("run")) {
      start = backlog.start();
      end = backlog.end(start, ten);
    }
    write(Texts.numbers(30, 40));
    try (Backlog backlog = open("run")) {
      assertThat(backlog.end(start, ten)).isEqualTo(end);
      assertThat(read(backlog, start, end)).isEqualTo(Texts.numbers(0, 10));
    }
  }

  @Test
  void servesTheSameRangeAfterARestart() throws Exception {
    write(Texts.numbers(0, 20));
    String from;
    String to;
    try (Backlog backlog = open("run")) {
      Position start = backlog.start();
      Position five = backlog.end(start, new Bounds(5, 1 << 20));
      from = five.text();
      to = backlog.end(five, new Bounds(10, 1 << 20)).text();
      backlog.release(five);
    }
    try (Backlog backlog = open("run")) {
      Position begin = backlog.parse(from);
      Position end = backlog.parse(to);
      assertThat(read(backlog, begin, end)).isEqualTo(Texts.numbers(5, 15));
      assertThat(read(backlog, end, backlog.end(end, WIDE))).isEqualTo(Texts.numbers(15, 20));
    }
  }

  @Test
  void letsGoOfWhatIsReleased() throws Exception {
    write(Texts.numbers(0, 20));
    try (Backlog backlog = open("run")) {
      Position start = backlog.start();
      Position ten = backlog.end(start, new Bounds(10, 1 << 20));
      Position end = backlog.end(ten, WIDE);
      backlog.release(ten);
      backlog.release(ten);
      assertThat(read(backlog, ten, end)).isEqualTo(Texts.numbers(10, 20));
      backlog.release(end);
      assertThat(backlog.waiting(end)).isZero();
      write(List.of("next"));
      assertThat(read(backlog, end, backlog.end(end, WIDE))).containsExactly("next");
    }
  }

  @Test
  void refusesAPositionThatItDidNotMake() {
    try (Backlog backlog = open("run")) {
      assertThat(backlog.parse(backlog.start().text())).isEqualTo(backlog.start());
      assertThatThrownBy(() -> backlog.parse("nowhere"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void givesEachMessageToOneRunOrAllToEach() throws Exception {
    write(Texts.numbers(0, 20));
    List<String> seen = new ArrayList<>();
    try (Backlog one = open("one");
        Backlog other = open("other")) {
      Position start = one.start();
      seen.addAll(read(one, start, one.end(start, WIDE)));
      start = other.start();
      seen.addAll(read(other, start, other.end(start, WIDE)));
    }
    assertThat(seen).hasSize(claims() ? 20 : 40).containsAll(Texts.numbers(0, 20));
  }
}
