package dev.conveyor.jobs.poison;

import dev.conveyor.jobs.parameter.Parameter;
import dev.conveyor.jobs.parameter.Parameters;
import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.Mapping;
import dev.conveyor.jobs.stage.Tally;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts records, and how often it was opened and closed in this JVM. */
public final class Tracked implements Mapping {
  public static final AtomicInteger OPENED = new AtomicInteger();
  public static final AtomicInteger CLOSED = new AtomicInteger();

  private static final Parameter<String> FAILS =
      Parameter.text("fails", "the step that fails").withDefault("none").outsideOfResult();

  private String fails;
  private boolean isOpen;
  private boolean isClosed;

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(FAILS);
  }

  @Override
  public void open(Parameters parameters) throws Exception {
    OPENED.incrementAndGet();
    isOpen = true;
    fails = parameters.get(FAILS);
    if (fails.equals("open")) {
      throw new java.io.IOException("no such resource");
    }
  }

  @Override
  public void map(Bytes record, Tally into) {
    if (!isOpen || isClosed) {
      throw new IllegalStateException("it is not open");
    }
    if (fails.equals("map")) {
      throw new IllegalStateException("no such record");
    }
    into.add("records", 1);
  }

  @Override
  public void close() throws Exception {
    if (isClosed) {
      throw new IllegalStateException("it is closed twice");
    }
    isClosed = true;
    CLOSED.incrementAndGet();
    if (fails != null && fails.equals("close")) {
      throw new java.io.IOException("no such end");
    }
  }
}
