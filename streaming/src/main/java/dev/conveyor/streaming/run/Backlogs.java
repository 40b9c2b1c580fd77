package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Transports;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Those of all addresses of a run, in the order of its plan. */
final class Backlogs implements AutoCloseable {
  private final List<Backlog> all;
  private boolean isClosed;

  Backlogs(List<Backlog> all) {
    this.all = List.copyOf(all);
  }

  int size() {
    return all.size();
  }

  Backlog at(int place) {
    return all.get(place);
  }

  /** Where a new run begins. */
  List<Position> starts() throws InterruptedException {
    List<Position> starts = new ArrayList<>();
    for (Backlog backlog : all) {
      starts.add(backlog.start());
    }
    return starts;
  }

  /**
   * @throws IllegalArgumentException if no such positions read like these
   * @throws IndexOutOfBoundsException if there are too few
   */
  List<Position> parsed(List<Position> recorded) {
    List<Position> parsed = new ArrayList<>();
    for (int place = 0; place < all.size(); place++) {
      parsed.add(all.get(place).parse(recorded.get(place).text()));
    }
    return parsed;
  }

  /** The batch with its positions {@link #parsed}. */
  RunBatch parsed(RunBatch batch) {
    List<Position> from = parsed(batch.ranges().stream().map(Range::from).toList());
    List<Position> to = parsed(batch.ranges().stream().map(Range::to).toList());
    List<Range> ranges = new ArrayList<>();
    for (int place = 0; place < all.size(); place++) {
      Range range = batch.ranges().get(place);
      ranges.add(new Range(from.get(place), to.get(place), range.messages(), range.loss()));
    }
    return new RunBatch(batch.id(), ranges, batch.contents());
  }

  /** Whether all that the batch holds was released: then it was done. */
  boolean areReleased(RunBatch batch) throws InterruptedException {
    boolean any = false;
    for (int index = 0; index < all.size(); index++) {
      Range range = batch.ranges().get(index);
      if (!range.from().equals(range.to())) {
        any = true;
        if (!all.get(index).isReleased(range.to())) {
          return false;
        }
      }
    }
    return any;
  }

  /**
   * Chooses the next range of each address; empty if nothing waits anywhere.
   *
   * @param bounds of each address, by its index; one that has none is passed over
   * @throws LossException if messages were lost, and the run is to end then
   */
  Optional<List<Range>> next(
      List<Position> positions, IntFunction<Optional<Bounds>> bounds, OnLoss onLoss)
      throws InterruptedException {
    List<Range> ranges = new ArrayList<>();
    boolean any = false;
    for (int index = 0; index < all.size(); index++) {
      Position from = positions.get(index);
      Optional<Bounds> room = bounds.apply(index);
      Optional<Range> range =
          room.isPresent() ? all.get(index).next(from, room.get()) : Optional.empty();
      any |= range.isPresent();
      ranges.add(range.orElse(Range.of(from, from, 0)));
    }
    if (onLoss == OnLoss.FAIL) {
      LossException.ensureNone(
          all.stream().map(Backlog::address).toList(), ranges.stream().map(Range::loss).toList());
    }
    return any ? Optional.of(ranges) : Optional.empty();
  }

  /** How many messages lie behind these positions. */
  long waiting(List<Position> positions) throws InterruptedException {
    long waiting = 0;
    for (int index = 0; index < all.size(); index++) {
      waiting += all.get(index).waiting(positions.get(index));
    }
    return waiting;
  }

  void release(List<Position> upTo) throws InterruptedException {
    for (int place = 0; place < all.size(); place++) {
      all.get(place).release(upTo.get(place));
    }
  }

  void ensureHeld() throws InterruptedException {
    for (Backlog backlog : all) {
      backlog.ensureHeld();
    }
  }

  /** As {@link Backlog#wasAway} of any says. */
  boolean wereAway() {
    boolean away = false;
    for (Backlog backlog : all) {
      away |= backlog.wasAway();
    }
    return away;
  }

  /**
   * Closes all, and returns what that run has chosen and not released to where it came from.
   *
   * @return how many messages went back
   * @throws FencedException if a driver with a higher token than that one was here
   */
  long forget(String run, long token) throws InterruptedException {
    close();
    long back = 0;
    for (Backlog backlog : all) {
      Address address = backlog.address();
      back += Transports.of(address).forgetRun(address, run, token);
    }
    return back;
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      all.forEach(Backlog::close);
    }
  }
}
