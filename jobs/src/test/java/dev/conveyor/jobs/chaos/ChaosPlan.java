package dev.conveyor.jobs.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What one run of the kit does. The same plan kills the same kinds in the same order, after the
 * same pauses.
 *
 * @param span for how long messages are fed and processes killed, and on until each kind had its
 *     turn
 * @param messages half of them through a list, half through a stream
 * @param failsOneIn so many tasks, the first try of one fails, as long as {@link Kind#TASK} is in
 * @param slowOneIn likewise, by their first message
 * @param hold for how long a slow task holds its messages back
 */
record ChaosPlan(
    long seed,
    Duration span,
    int messages,
    Guarantee guarantee,
    Engine engine,
    Set<Kind> kinds,
    int failsOneIn,
    int slowOneIn,
    Duration hold) {
  private static final int SHORTEST_PAUSE_MILLIS = 500;
  private static final int LONGEST_PAUSE_MILLIS = 4_000;

  /** After the pause, which begins when the driver is at work again. */
  record Kill(Kind kind, Duration pause) {}

  static ChaosPlan of(long seed, Duration span, int messages, Guarantee guarantee, Engine engine) {
    return new ChaosPlan(
        seed,
        span,
        messages,
        guarantee,
        engine,
        engine.kinds(),
        40,
        guarantee == Guarantee.AT_MOST_ONCE ? 20 : 200,
        Duration.ofSeconds(4));
  }

  ChaosPlan with(Set<Kind> chosen) {
    return new ChaosPlan(
        seed, span, messages, guarantee, engine, chosen, failsOneIn, slowOneIn, hold);
  }

  /** How often tasks fail and are slow: one in so many. */
  ChaosPlan withTasks(int failing, int slow) {
    return new ChaosPlan(seed, span, messages, guarantee, engine, kinds, failing, slow, hold);
  }

  boolean has(Kind kind) {
    return kinds.contains(kind);
  }

  /** Two for tasks; where receivers read, as they do for at most once, two more for these. */
  int cores() {
    return guarantee == Guarantee.AT_MOST_ONCE ? 4 : 2;
  }

  /** The chosen ones that come at times of the plan. */
  List<Kind> timedKinds() {
    return Kind.timed().stream().filter(this::has).toList();
  }

  /** Rounds of all kinds, each in an order of its own, so that every kind has its share. */
  List<Kill> kills(int count) {
    Random random = new Random(seed);
    List<Kind> timed = timedKinds();
    List<Kill> kills = new ArrayList<>();
    while (kills.size() < count && !timed.isEmpty()) {
      List<Kind> round = new ArrayList<>(timed);
      Collections.shuffle(round, random);
      for (Kind kind : round) {
        int millis = random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
        kills.add(new Kill(kind, Duration.ofMillis(millis)));
      }
    }
    return kills;
  }
}
