package dev.conveyor.jobs.steps;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One driver as the test sees it: its steps, and the fault at one of them. Safe for threads. */
final class Driver {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final String id;
  private final Optional<Planned> plan;
  private final Duration delay;
  private final Consumer<Step> watcher;
  private final Map<String, Integer> counts = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Closeable> connections = new ArrayList<>();
  private final CompletableFuture<Void> reached = new CompletableFuture<>();
  private final CompletableFuture<Ending> ended = new CompletableFuture<>();
  private final CountDownLatch resumed = new CountDownLatch(1);
  private volatile boolean dead;

  /**
   * @param delay of the step, where that is the fault
   * @param watcher is told of each step before it is performed
   */
  Driver(String id, Optional<Planned> plan, Duration delay, Consumer<Step> watcher) {
    this.id = id;
    this.plan = plan;
    this.delay = delay;
    this.watcher = watcher;
  }

  String id() {
    return id;
  }

  /** Completes when the fault occurs; never, if its step is not reached. */
  CompletableFuture<Void> reached() {
    return reached;
  }

  CompletableFuture<Ending> ended() {
    return ended;
  }

  /** Decides on a step; returns when it is to be performed, or to fail. */
  Verdict pass(String call, boolean isRenewal) {
    Step step;
    boolean isFaulty;
    synchronized (this) {
      if (dead) {
        return Verdict.FAIL;
      }
      step = new Step(call, counts.merge(call, 1, Integer::sum));
      steps.add(step);
      isFaulty = plan.isPresent() && plan.get().step().equals(step);
    }
    watcher.accept(step);
    if (isFaulty) {
      return suffer(plan.get().fault());
    }
    if (isRenewal && isDelayed()) {
      await(delay);
    }
    return dead ? Verdict.FAIL : Verdict.GO;
  }

  private boolean isDelayed() {
    return reached.isDone() && plan.get().fault() == Fault.DELAY;
  }

  private Verdict suffer(Fault fault) {
    if (fault == Fault.KILL) {
      kill();
    }
    reached.complete(null);
    return switch (fault) {
      case KILL -> Verdict.FAIL;
      case LOSE -> Verdict.LOSE;
      case REFUSE -> Verdict.REFUSE;
      case DELAY -> performed(delay);
      case PAUSE -> performed(LONGEST_PAUSE);
    };
  }

  private Verdict performed(Duration wait) {
    await(wait);
    return dead ? Verdict.FAIL : Verdict.GO;
  }

  private void await(Duration wait) {
    try {
      if (resumed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      resumed.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets a paused step go on. */
  void resume() {
    resumed.countDown();
  }

  boolean isDead() {
    return dead;
  }

  /** From now on every call of it fails. */
  void kill() {
    List<Closeable> open;
    synchronized (this) {
      dead = true;
      open = List.copyOf(connections);
      connections.clear();
    }
    open.forEach(Driver::close);
    resume();
  }

  /** A connection that ends with the driver; closed at once if it is dead. */
  void own(Closeable connection) {
    synchronized (this) {
      if (!dead) {
        connections.add(connection);
        return;
      }
    }
    close(connection);
  }

  private static void close(Closeable connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
  }

  /** All steps so far, in order. */
  synchronized List<Step> steps() {
    return List.copyOf(steps);
  }
}
