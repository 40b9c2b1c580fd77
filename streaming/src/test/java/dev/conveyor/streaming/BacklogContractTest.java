package dev.conveyor.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of transports whose messages can be read again. */
public abstract class BacklogContractTest extends SliceContract {
  @Test
  void takesBackWhatAForgottenRunHeld() throws Exception {
    write(Texts.numbers(0, 20));
    try (Backlog backlog = open("run")) {
      Range ten = next(backlog, backlog.start(), new Bounds(10, 1 << 20));
      next(backlog, ten.to(), WIDE);
      backlog.release(ten.to());
    }
    write(List.of("later"));
    long back = Replayable.at(address()).dropRun("run", drivers);
    List<String> left = new ArrayList<>(Texts.numbers(claims() ? 10 : 0, 20));
    left.add("later");
    assertThat(back).isEqualTo(claims() ? 10 : 0);
    try (Backlog other = open("other")) {
      assertThat(read(other, next(other, other.start(), WIDE))).isEqualTo(left);
    }
  }

  @Test
  void tellsHowManyWait() throws Exception {
    write(Texts.numbers(0, 30));
    try (Backlog backlog = open("run")) {
      Position start = backlog.start();
      assertThat(backlog.waiting(start)).isEqualTo(30);
      Range ten = next(backlog, start, new Bounds(10, 1 << 20));
      assertThat(backlog.waiting(start)).isEqualTo(30);
      assertThat(backlog.waiting(ten.to())).isEqualTo(20);
    }
  }

  @Test
  void keepsToABoundOfMessages() throws Exception {
    write(Texts.numbers(0, 25));
    try (Backlog backlog = open("run")) {
      Position from = backlog.start();
      List<Long> sizes = new ArrayList<>();
      List<String> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Range range = next(backlog, from, new Bounds(10, 1 << 20));
        sizes.add(range.messages());
        all.addAll(read(backlog, range));
        from = range.to();
      }
      assertThat(sizes).containsExactly(10L, 10L, 5L);
      assertThat(all).isEqualTo(Texts.numbers(0, 25));
      assertThat(backlog.next(from, WIDE)).isEmpty();
    }
  }

  @Test
  void keepsToABoundOfBytesButAlwaysMoves() throws Exception {
    String large = "x".repeat(900);
    write(List.of("12345", "12345", large, "1"));
    try (Backlog backlog = open("run")) {
      Bounds ten = new Bounds(100, 10);
      Range one = next(backlog, backlog.start(), ten);
      Range two = next(backlog, one.to(), ten);
      assertThat(read(backlog, one)).containsExactly("12345", "12345");
      assertThat(read(backlog, two)).containsExactly(large);
      assertThat(read(backlog, next(backlog, two.to(), ten))).containsExactly("1");
    }
  }

  @Test
  void repeatsAChoiceThatWasNotRecorded() throws Exception {
    write(Texts.numbers(0, 30));
    Bounds ten = new Bounds(10, 1 << 20);
    Range chosen;
    try (Backlog backlog = open("run")) {
      chosen = next(backlog, backlog.start(), ten);
    }
    write(Texts.numbers(30, 40));
    try (Backlog backlog = open("run")) {
      Range again = next(backlog, chosen.from(), ten);
      assertThat(again).isEqualTo(chosen);
      assertThat(read(backlog, again)).isEqualTo(Texts.numbers(0, 10));
    }
  }

  @Test
  void servesTheSameRangeAfterARestart() throws Exception {
    write(Texts.numbers(0, 20));
    String from;
    String to;
    try (Backlog backlog = open("run")) {
      Range five = next(backlog, backlog.start(), new Bounds(5, 1 << 20));
      Range ten = next(backlog, five.to(), new Bounds(10, 1 << 20));
      from = ten.from().text();
      to = ten.to().text();
      backlog.release(five.to());
    }
    try (Backlog backlog = open("run")) {
      Range ten = Range.of(backlog.parse(from), backlog.parse(to), 10);
      assertThat(read(backlog, ten)).isEqualTo(Texts.numbers(5, 15));
      assertThat(read(backlog, next(backlog, ten.to(), WIDE))).isEqualTo(Texts.numbers(15, 20));
    }
  }

  @Test
  void letsGoOfWhatIsReleased() throws Exception {
    write(Texts.numbers(0, 20));
    try (Backlog backlog = open("run")) {
      Range ten = next(backlog, backlog.start(), new Bounds(10, 1 << 20));
      Range rest = next(backlog, ten.to(), WIDE);
      backlog.release(ten.to());
      backlog.release(ten.to());
      assertThat(read(backlog, rest)).isEqualTo(Texts.numbers(10, 20));
      backlog.release(rest.to());
      assertThat(backlog.waiting(rest.to())).isZero();
      write(List.of("next"));
      assertThat(read(backlog, next(backlog, rest.to(), WIDE))).containsExactly("next");
    }
  }

  @Test
  void refusesAPositionThatItDidNotMake() throws Exception {
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
      seen.addAll(read(one, next(one, one.start(), WIDE)));
      for (Range range : other.next(other.start(), WIDE).stream().toList()) {
        seen.addAll(read(other, range));
      }
    }
    assertThat(seen).hasSize(claims() ? 20 : 40).containsAll(Texts.numbers(0, 20));
  }

  @Test
  void refusesADriverOfThePast() throws Exception {
    write(List.of("waits"));
    open("run", 2).close();
    assertThatThrownBy(() -> open("run", 2).close()).isInstanceOf(FencedException.class);
    assertThatThrownBy(() -> open("run", 1).close()).isInstanceOf(FencedException.class);
    open("run", 3).close();
  }

  @Test
  void holdsARunWhateverOthersDo() throws Exception {
    try (Backlog backlog = open("run");
        Backlog other = open("other")) {
      backlog.ensureHeld();
      other.ensureHeld();
    }
  }
}
