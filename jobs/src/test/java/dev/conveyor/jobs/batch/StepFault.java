package dev.conveyor.jobs.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.fs.Path;

/** A fault at one of the steps by which a driver changes files. Thread-safe. */
public final class StepFault {
  private static final Map<String, StepFault> ALL = new ConcurrentHashMap<>();

  /** It works at intervals, so that its steps have no number. */
  private static final String BESIDE = "conveyor-driver-lock";

  /** The kinds. */
  public enum Kind {
    /** From the step on every operation fails. */
    DIES_BEFORE,
    /** The step is performed, and from then on every operation fails. */
    DIES_AFTER,
    /** The step, and every operation after it, waits until the driver resumes. */
    PAUSES
  }

  private final String name;
  private final Kind kind;
  private final int at;
  private final List<String> steps = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch resumed = new CountDownLatch(1);
  private volatile boolean isDead;

  /**
   * @param at number of the step, from 1
   */
  public StepFault(String name, Kind kind, int at) {
    this.name = name;
    this.kind = kind;
    this.at = at;
    ALL.put(name, this);
  }

  public static StepFault none(String name) {
    return new StepFault(name, Kind.PAUSES, Integer.MAX_VALUE);
  }

  static StepFault named(String name) {
    return ALL.get(name);
  }

  public String name() {
    return name;
  }

  public List<String> steps() {
    return List.copyOf(steps);
  }

  public boolean isReached() {
    return reached.getCount() == 0;
  }

  /** Returns whether it died after a step like that. */
  boolean hasPerformed(String step) {
    return kind == Kind.DIES_AFTER && isReached() && steps.get(steps.size() - 1).startsWith(step);
  }

  public void resume() {
    resumed.countDown();
  }

  @FunctionalInterface
  interface Operation<T> {
    T make() throws IOException;
  }

  <T> T look(Operation<T> operation) throws IOException {
    go();
    return operation.make();
  }

  <T> T step(String action, Path path, Operation<T> operation) throws IOException {
    if (!Thread.currentThread().getName().equals(BESIDE)) {
      go();
      steps.add(action + " " + path.getName());
      if (steps.size() == at) {
        reached.countDown();
        isDead = kind == Kind.DIES_BEFORE;
        T made = kind == Kind.DIES_AFTER ? operation.make() : null;
        isDead |= kind == Kind.DIES_AFTER;
        go();
        return made == null ? operation.make() : made;
      }
    }
    go();
    return operation.make();
  }

  private void go() throws IOException {
    if (isDead) {
      throw new IOException("the process is dead");
    }
    if (kind == Kind.PAUSES && isReached()) {
      awaitResumption();
    }
  }

  private void awaitResumption() throws IOException {
    boolean isInterrupted = false;
    while (true) {
      try {
        resumed.await();
        break;
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
