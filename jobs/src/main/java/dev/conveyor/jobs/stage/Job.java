package dev.conveyor.jobs.stage;

import java.io.Serializable;
import java.util.function.Supplier;

/** One job of {@link Jobs}. Travels as its name: the receiving end looks it up again. */
public final class Job implements Serializable {
  private final String name;
  private final transient Supplier<Mapping> factory;

  Job(String name, Supplier<Mapping> factory) {
    this.name = name;
    this.factory = factory;
  }

  /** As the command line and the output folders spell it. */
  public String name() {
    return name;
  }

  /** A new instance, for one thread. */
  public Mapping newMapping() {
    return factory.get();
  }

  @Override
  public String toString() {
    return name;
  }

  private Object readResolve() {
    return Jobs.named(name);
  }
}
