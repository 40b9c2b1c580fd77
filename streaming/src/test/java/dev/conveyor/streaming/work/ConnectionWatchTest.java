package dev.conveyor.streaming.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
import org.junit.jupiter.api.Test;

class ConnectionWatchTest {
  private static final boolean CONNECTED = true;
  private static final boolean DISCONNECTED = false;
  private static final boolean EMPTY = true;
  private static final boolean MESSAGES = false;

  private final ConnectionWatch watch = new ConnectionWatch(Address.parse("memory:any?queue"));

  @Test
  void countsNoneBeforeTheFirst() {
    watch.update(DISCONNECTED, EMPTY);
    watch.update(CONNECTED, EMPTY);
    assertThat(watch.losses()).isZero();
  }

  @Test
  void countsEachLossOnce() {
    watch.update(CONNECTED, MESSAGES);
    watch.update(DISCONNECTED, EMPTY);
    watch.update(DISCONNECTED, EMPTY);
    assertThat(watch.losses()).isEqualTo(1);
    watch.update(CONNECTED, MESSAGES);
    watch.update(DISCONNECTED, EMPTY);
    assertThat(watch.losses()).isEqualTo(2);
  }

  @Test
  void countsNoneWhileWhatCameBeforeIsRead() {
    watch.update(CONNECTED, MESSAGES);
    watch.update(DISCONNECTED, MESSAGES);
    watch.update(DISCONNECTED, MESSAGES);
    assertThat(watch.losses()).isZero();
    watch.update(DISCONNECTED, EMPTY);
    assertThat(watch.losses()).isEqualTo(1);
  }

  @Test
  void countsOneThatAnotherReplaced() {
    watch.update(CONNECTED, MESSAGES);
    watch.update(DISCONNECTED, MESSAGES);
    watch.update(CONNECTED, MESSAGES);
    assertThat(watch.losses()).isEqualTo(1);
  }
}
