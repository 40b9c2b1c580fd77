package dev.conveyor.jobs.stage;

import java.io.Serializable;
import java.util.function.Supplier;

/** One job of {@link Jobs}. Travels as its name: the receiving end looks it up again. */
public final class Job implements Serializable {
  private final String name;
  private final transient Supplier<Mapping> factory;
  private final transient Ending ending;

  /** What becomes of the sums. */
  enum Ending {
    /** All of them are the result. */
    SUMS,
    /** Only the largest are. */
    RANKING
  }

  Job(String name, Supplier<Mapping> factory) {
    this(name, factory, Ending.SUMS);
  }

  Job(String name, Supplier<Mapping> factory, Ending ending) {
    this.name = name;
    this.factory = factory;
    this.ending = ending;
  }

  /** As the command line and the output folders spell it. */
  public String name() {
    return name;
  }

  /** A new instance, for one thread. */
  public Mapping newMapping() {
    return factory.get();
  }

  /** Whether its result is a {@link Ranking} of its sums: so of what has an end only. */
  public boolean isRanked() {
    return ending == Ending.RANKING;
  }

  /** Whether its records go through a program of the user's first: so in a batch only. */
  public boolean isPiped() {
    return name.equals("pipe");
  }

  @Override
  public String toString() {
    return name;
  }

  private Object readResolve() {
    return Jobs.named(name);
  }
}
