package dev.conveyor.streaming.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ElapsedTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final class SetClock extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private final SetClock wall = new SetClock();

  /** A suspended machine: its monotonic clock stood still. */
  @Test
  void isOverIfTheWallClockSaysSo() {
    Elapsed elapsed = Elapsed.sinceNow(wall);
    assertThat(elapsed.isOver(MINUTE)).isFalse();
    wall.now = wall.now.plus(MINUTE).plusMillis(1);
    assertThat(elapsed.isOver(MINUTE)).isTrue();
  }

  @Test
  void isOverIfTheMonotonicClockSaysSoThoughTheWallClockWasSetBack() {
    Elapsed elapsed = Elapsed.sinceNow(wall);
    wall.now = wall.now.minus(MINUTE);
    assertThat(elapsed.isOver(MINUTE)).isFalse();
    assertThat(elapsed.isOver(Duration.ofNanos(-1))).isTrue();
  }
}
