package dev.conveyor.streaming.redis.stream;

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
    assertThat(lag.isAnew(extent(10, 30), StreamId.ZERO)).isFalse();
    assertThat(lag.isAnew(extent(2, 2), StreamId.ZERO)).isTrue();
    assertThat(lag.waiting(extent(2, 2))).hasValue(2);
  }

  @Test
  void noticesAStreamThatWasMadeAnewAndHasGrownSince() {
    StreamLag lag = new StreamLag(extent(10, 10), 0);
    lag.pass(10);
    StreamId position = new StreamId(10, 0);
    StreamExtent trimmed = new StreamExtent(5, new StreamId(11, 0), new StreamId(15, 0), 15);
    assertThat(lag.isAnew(trimmed, position)).isFalse();
    StreamExtent anew = new StreamExtent(30, new StreamId(20, 0), new StreamId(49, 0), 30);
    assertThat(lag.isAnew(anew, position)).isTrue();
    assertThat(lag.waiting(anew)).hasValue(30);
    assertThat(lag.isAnew(anew, position)).isFalse();
  }
}
