package dev.conveyor.jobs.stage;

import java.io.Serializable;
import java.util.function.Supplier;

/** One job of {@link Jobs}. Serialized as its name, which the receiver looks up. */
public final class Job implements Serializable {
  private final String name;
  private final transient Supplier<Mapping> factory;
  private final transient Ending ending;

  /** The selection of the sums for the result. */
  enum Ending {
    /** The result is all sums. */
    SUMS,
    /** The result is the largest sums. */
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

  /** The name on the command line and in output folders. */
  public String name() {
    return name;
  }

  /** Returns a new instance for one thread. */
  public Mapping newMapping() {
    return factory.get();
  }

  /** Returns whether the result is a {@link Ranking} of the sums, which only a batch can make. */
  public boolean isRanked() {
    return ending == Ending.RANKING;
  }

  @Override
  public String toString() {
    return name;
  }

  private Object readResolve() {
    return Jobs.named(name);
  }
}
