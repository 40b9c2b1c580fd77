package dev.conveyor.streaming.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
import org.junit.jupiter.api.Test;

class ConnectionWatchTest {
  private static final boolean THERE = true;
  private static final boolean AWAY = false;
  private static final boolean NOTHING_CAME = true;
  private static final boolean SOME_CAME = false;

  private final ConnectionWatch watch = new ConnectionWatch(Address.parse("memory:any?queue"));

  @Test
  void countsNoneBeforeTheFirst() {
    watch.look(AWAY, NOTHING_CAME);
    watch.look(THERE, NOTHING_CAME);
    assertThat(watch.losses()).isZero();
  }

  @Test
  void countsEachLossOnce() {
    watch.look(THERE, SOME_CAME);
    watch.look(AWAY, NOTHING_CAME);
    watch.look(AWAY, NOTHING_CAME);
    assertThat(watch.losses()).isEqualTo(1);
    watch.look(THERE, SOME_CAME);
    watch.look(AWAY, NOTHING_CAME);
    assertThat(watch.losses()).isEqualTo(2);
  }

  @Test
  void countsNoneWhileWhatCameBeforeIsRead() {
    watch.look(THERE, SOME_CAME);
    watch.look(AWAY, SOME_CAME);
    watch.look(AWAY, SOME_CAME);
    assertThat(watch.losses()).isZero();
    watch.look(AWAY, NOTHING_CAME);
    assertThat(watch.losses()).isEqualTo(1);
  }

  @Test
  void countsOneThatAnotherReplaced() {
    watch.look(THERE, SOME_CAME);
    watch.look(AWAY, SOME_CAME);
    watch.look(THERE, SOME_CAME);
    assertThat(watch.losses()).isEqualTo(1);
  }
}
