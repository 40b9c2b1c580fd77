package dev.conveyor.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.conveyor.streaming.run.LossCount;
import dev.conveyor.streaming.run.LossException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LossTest {
  private static final Loss FIVE = new Loss(5, "were trimmed");
  private static final Loss SOME = new Loss(Loss.UNKNOWN, "went");
  private static final Loss AGAIN = new Loss(Loss.UNKNOWN, Loss.UNKNOWN, "went");

  @Test
  void addsUp() {
    assertThat(Loss.NONE.plus(FIVE)).isEqualTo(FIVE);
    assertThat(FIVE.plus(Loss.NONE)).isEqualTo(FIVE);
    assertThat(FIVE.plus(FIVE)).isEqualTo(new Loss(10, "were trimmed"));
    assertThat(FIVE.plus(SOME)).isEqualTo(new Loss(Loss.UNKNOWN, "were trimmed and went"));
    assertThat(FIVE.plus(AGAIN).countedTwice()).isEqualTo(Loss.UNKNOWN);
  }

  @Test
  void isNoneOnlyIfNothingIsLostOrCountedTwice() {
    assertThat(Loss.NONE.isNone()).isTrue();
    assertThat(new Loss(0, Loss.UNKNOWN, "wait again").isNone()).isFalse();
    assertThat(Loss.notCompared(1, 2).isUnknown()).isTrue();
  }

  @Test
  void isCountedAsFarAsItIsKnown() {
    assertThat(LossCount.of(List.of())).isEqualTo(LossCount.NONE);
    assertThat(LossCount.of(List.of(FIVE, FIVE))).isEqualTo(new LossCount(10, true));
    assertThat(LossCount.of(List.of(FIVE, SOME))).isEqualTo(new LossCount(5, false));
    assertThat(LossCount.of(List.of(AGAIN, FIVE))).isEqualTo(new LossCount(5, false, Loss.UNKNOWN));
    assertThat(LossCount.of(List.of(new Loss(0, 3, "wait again"), FIVE)))
        .isEqualTo(new LossCount(5, true, 3));
  }

  @Test
  void isSaidInOneLine() {
    Address address = Address.parse("redis://host?list=words");
    assertThat(thrown(List.of(address), List.of(FIVE)))
        .hasMessageContaining("cannot go on reading redis://host")
        .hasMessageContaining("5 messages were trimmed")
        .hasMessageContaining("--on-loss count");
    assertThat(thrown(List.of(address), List.of(AGAIN)).getMessage())
        .contains("an unknown number of messages went", "would be counted twice")
        .doesNotContain("\n", "-1");
  }

  @Test
  void isSaidAndSummedForEachAddressThatHasOne() {
    List<Address> addresses =
        Stream.of("one", "other", "third")
            .map(list -> "redis://host?list=" + list)
            .map(Address::parse)
            .toList();
    LossException loss = thrown(addresses, List.of(FIVE, Loss.NONE, AGAIN));
    assertThat(loss.getMessage())
        .contains("?list=one: 5 messages", "?list=third: an unknown number");
    assertThat(loss.getMessage()).doesNotContain("?list=other");
    assertThat(loss.count()).isEqualTo(new LossCount(5, false, Loss.UNKNOWN));
    LossException.ensureNone(addresses, List.of(Loss.NONE, Loss.NONE, Loss.NONE));
  }

  private static LossException thrown(List<Address> addresses, List<Loss> losses) {
    return catchThrowableOfType(
        LossException.class, () -> LossException.ensureNone(addresses, losses));
  }
}
