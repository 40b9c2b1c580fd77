package dev.conveyor.streaming.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamLagTest {
  private static StreamExtent extent(long length, long added) {
    return new StreamExtent(length, StreamId.ZERO, StreamId.ZERO, added);
  }

  @Test
  void countsWhatLiesBeforeTheReader() {
    StreamLag lag = new StreamLag(extent(10, 30), 0);
    assertThat(lag.waiting(extent(10, 30))).hasValue(10);
    lag.pass(4);
    assertThat(lag.waiting(extent(15, 35))).hasValue(11);
    assertThat(lag.lost(extent(15, 35))).isZero();
  }

  @Test
  void countsWhatWasTrimmedBeforeItWasRead() {
    StreamLag lag = new StreamLag(extent(10, 30), 0);
    lag.pass(4);
    assertThat(lag.lost(extent(6, 30))).isZero();
    assertThat(lag.lost(extent(3, 30))).isEqualTo(3);
    assertThat(lag.lost(extent(3, 30))).isZero();
    assertThat(lag.waiting(extent(3, 30))).hasValue(3);
    assertThat(lag.lost(extent(5, 40))).isEqualTo(8);
  }

  @Test
  void beginsAnewWithAStreamThatWasMadeAnew() {
    StreamLag lag = new StreamLag(extent(10, 30), 10);
    assertThat(lag.isAnew(extent(10, 30))).isFalse();
    assertThat(lag.isAnew(extent(2, 2))).isTrue();
    assertThat(lag.waiting(extent(2, 2))).hasValue(2);
  }
}
