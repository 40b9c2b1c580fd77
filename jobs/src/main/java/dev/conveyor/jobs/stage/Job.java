package dev.conveyor.jobs.stage;

import java.io.Serializable;
import java.util.function.Supplier;

/** One job of {@link Jobs}. Travels as its name: the receiving end looks it up again. */
public final class Job implements Serializable {
  private final String name;
  private final transient Supplier<Mapping> factory;
  private final transient boolean parses;

  private Job(String name, Supplier<Mapping> factory, boolean parses) {
    this.name = name;
    this.factory = factory;
    this.parses = parses;
  }

  /** A job that takes any bytes. */
  static Job reading(String name, Supplier<Mapping> factory) {
    return new Job(name, factory, false);
  }

  /** A job that may refuse a record, see {@link UnparsableException}. */
  static Job parsing(String name, Supplier<Mapping> factory) {
    return new Job(name, factory, true);
  }

  /** As the command line and the output folders spell it. */
  public String name() {
    return name;
  }

  /** A new instance, for one thread. */
  public Mapping newMapping() {
    return factory.get();
  }

  /** Whether there are records that it cannot take: only then are there dead letters. */
  public boolean parses() {
    return parses;
  }

  @Override
  public String toString() {
    return name;
  }

  private Object readResolve() {
    return Jobs.named(name);
  }
}
