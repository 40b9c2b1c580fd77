package dev.conveyor.jobs.chaos;

import java.time.Duration;
import java.util.Random;
import java.util.Set;

/** A kind of fault that a round injects, lets last for a while, and heals. */
abstract class Fault {
  /** The effect that a fault may have on messages although every part keeps its guarantee. */
  enum Effect {
    /** Nothing. */
    NONE,
    /** Redis itself loses messages. */
    LOSES,
    /** Redis goes back to an older state: messages are lost, or come back. */
    REWINDS,
    /** Two commands are at work at once, unless one of them must end. */
    DOUBLES
  }

  private final String name;
  private final Effect effect;
  private final Set<Need> needs;

  Fault(String name, Effect effect, Need... needs) {
    this.name = name;
    this.effect = effect;
    this.needs = Set.of(needs);
  }

  final String name() {
    return name;
  }

  final Effect effect() {
    return effect;
  }

  final Set<Need> needs() {
    return needs;
  }

  /** Returns whether it can happen there, and the door promises something about it. */
  abstract boolean appliesTo(Door door);

  /** Injects it; false if there was nothing that it could hit. */
  abstract boolean inject(Site site, Random random) throws Exception;

  /** For how long it lasts. */
  Duration hold(Random random) {
    return Duration.ZERO;
  }

  /** Ends it. Harmless if it was not injected. */
  void heal(Site site) throws Exception {}

  @Override
  public final String toString() {
    return name;
  }
}
