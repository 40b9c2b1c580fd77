package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.StartPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The backlogs of a run, one of each address, under one lease. {@link Run} keeps a checkpoint of
 * what it chooses from them. An engine with a checkpoint of its own opens them itself and keeps the
 * steps of a run:
 *
 * <ol>
 *   <li>Begin at the latest positions of its checkpoint, or at {@link #starts} if it has none.
 *   <li>Choose with {@link #next}, and write the ends of the ranges to its checkpoint.
 *   <li>Only then read the {@link #slices} between two recorded positions, as often as tasks fail.
 *   <li>Write the output, write to its checkpoint that the batch is done, then {@link #release}.
 *   <li>After a restart, repeat the batches that are not done and release those that are.
 * </ol>
 *
 * <p>Done like that, each message is in one batch, and a batch has the same messages each time it
 * is read. All but {@link #ensureHeld} belongs to one thread. Lists that are passed and returned
 * have one element for each address, in the order of the addresses.
 */
public final class Backlogs implements AutoCloseable {
  private static final int ATTEMPTS = 3;

  private final BacklogOptions options;

  /** Grows only; {@link #ensureHeld} reads it from other threads. */
  private final List<Backlog> all = new CopyOnWriteArrayList<>();

  private boolean isClosed;

  private Backlogs(BacklogOptions options) {
    this.options = options;
  }

  /**
   * Opens the backlogs for the driver with the token of these options, and takes the lease at each
   * address. Waits until a driver that sends no heartbeat has lost its lease.
   *
   * @throws dev.conveyor.streaming.AddressException if an address can only be read live
   * @throws FencedException if a driver with this token or a higher one was there
   * @throws dev.conveyor.streaming.TransportException if another driver is alive, or an address
   *     cannot be read
   */
  public static Backlogs open(List<Address> addresses, BacklogOptions options)
      throws InterruptedException {
    return open(addresses, address -> Optional.empty(), options);
  }

  private static Backlogs open(
      List<Address> addresses,
      Function<Address, Optional<StartPoint>> starts,
      BacklogOptions options)
      throws InterruptedException {
    Backlogs opened = new Backlogs(options);
    try {
      for (Address address : addresses) {
        opened.add(address, starts.apply(address));
      }
      return opened;
    } catch (InterruptedException | RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Opens one more backlog with the token of the others. Its index is the next one.
   *
   * @param start the point at which a new run begins; empty for that of the address
   * @throws dev.conveyor.streaming.AddressException if the address cannot be read from there
   * @throws FencedException if a driver with this token or a higher one was there
   */
  public void add(Address address, Optional<StartPoint> start) throws InterruptedException {
    BacklogOptions own = start.map(options::withStart).orElse(options);
    Replayable endpoint = Replayable.at(address);
    start.ifPresent(endpoint::checkStart);
    all.add(endpoint.openBacklog(own));
  }

  /**
   * Opens the backlogs as {@link #open} does, with a token above those of all earlier drivers. For
   * an engine that does not number its drivers; the lease alone keeps two of them apart.
   *
   * @param starts the point at which a new run begins to read an address; empty for that of the
   *     address
   * @param options whose token is the lowest to be taken
   */
  public static Backlogs openLatest(
      List<Address> addresses,
      Function<Address, Optional<StartPoint>> starts,
      BacklogOptions options)
      throws InterruptedException {
    BacklogOptions next = options;
    for (int attempt = 1; ; attempt++) {
      try {
        return open(addresses, starts, next);
      } catch (FencedException e) {
        if (attempt == ATTEMPTS * addresses.size()) {
          throw e;
        }
        next = next.withToken(Math.max(e.latestToken(), next.token()) + 1);
      }
    }
  }

  /** Opens them so, to begin where the addresses say. */
  public static Backlogs openLatest(List<Address> addresses, BacklogOptions options)
      throws InterruptedException {
    return openLatest(addresses, address -> Optional.empty(), options);
  }

  /** Returns the token of this driver, higher than those of all before it. */
  public long token() {
    return options.token();
  }

  /** Returns the number of addresses. */
  public int size() {
    return all.size();
  }

  /** Returns the positions at which a new run begins. */
  public List<Position> starts() throws InterruptedException {
    List<Position> starts = new ArrayList<>();
    for (Backlog backlog : all) {
      starts.add(backlog.start());
    }
    return starts;
  }

  /**
   * Checks and normalizes positions that were read from a checkpoint.
   *
   * @throws IllegalArgumentException if a transport cannot have made one of them
   * @throws IndexOutOfBoundsException if there are too few
   */
  public List<Position> parse(List<Position> recorded) {
    List<Position> parsed = new ArrayList<>();
    for (int index = 0; index < all.size(); index++) {
      parsed.add(all.get(index).parse(recorded.get(index).text()));
    }
    return parsed;
  }

  /** Returns whether everything up to a position was released at one address. */
  boolean isReleased(int address, Position upTo) throws InterruptedException {
    return all.get(address).isReleased(upTo);
  }

  /**
   * Chooses the next range of each address; empty if no message waits anywhere.
   *
   * @param from positions where the last ranges ended
   * @param bounds of each address, by its index; an address without bounds is skipped
   * @throws LossException if messages were lost and {@code onLoss} is {@link OnLoss#FAIL}
   */
  public Optional<List<Range>> next(
      List<Position> from, IntFunction<Optional<Bounds>> bounds, OnLoss onLoss)
      throws InterruptedException {
    List<Range> ranges = new ArrayList<>();
    boolean any = false;
    for (int index = 0; index < all.size(); index++) {
      Position begin = from.get(index);
      Optional<Bounds> room = bounds.apply(index);
      Optional<Range> range =
          room.isPresent() ? all.get(index).next(begin, room.get()) : Optional.empty();
      any |= range.isPresent();
      ranges.add(range.orElse(Range.of(begin, begin, 0)));
    }
    if (onLoss == OnLoss.FAIL) {
      LossException.ensureNone(
          all.stream().map(Backlog::address).toList(), ranges.stream().map(Range::loss).toList());
    }
    return any ? Optional.of(ranges) : Optional.empty();
  }

  /**
   * Cuts the messages of one address between two positions, as {@link Backlog#slices(Position,
   * Position, int)} does.
   *
   * @param address index of the address
   */
  public List<Slice> slices(int address, Position from, Position to, int parallelism)
      throws InterruptedException {
    return all.get(address).slices(from, to, parallelism);
  }

  List<Slice> slices(int address, Range range, int parallelism) throws InterruptedException {
    return all.get(address).slices(range, parallelism);
  }

  /** Returns the lag: the number of messages after these positions, at all addresses. */
  public long waiting(List<Position> from) throws InterruptedException {
    long waiting = 0;
    for (int index = 0; index < all.size(); index++) {
      waiting += waiting(index, from.get(index));
    }
    return waiting;
  }

  /** Returns the position at which a new run begins to read one address. */
  public Position start(int address) throws InterruptedException {
    return all.get(address).start();
  }

  /** Returns the time of the first message after a position, see {@link Backlog#oldest}. */
  public Optional<Instant> oldest(int address, Position from) throws InterruptedException {
    return all.get(address).oldest(from);
  }

  /** Returns the lag of one address. */
  public long waiting(int address, Position from) throws InterruptedException {
    return all.get(address).waiting(from);
  }

  /**
   * Releases the messages up to these positions: their effects are safe. Repeatable.
   *
   * @throws FencedException if another driver holds the run
   */
  public void release(List<Position> upTo) throws InterruptedException {
    for (int index = 0; index < all.size(); index++) {
      all.get(index).release(upTo.get(index));
    }
  }

  /** Releases the messages of one address up to a position. */
  public void release(int address, Position upTo) throws InterruptedException {
    all.get(address).release(upTo);
  }

  /**
   * Checks that this driver still holds the run. Call it before each effect of a batch. Safe for
   * threads.
   *
   * @throws FencedException if another driver holds the run
   */
  public void ensureHeld() throws InterruptedException {
    for (Backlog backlog : all) {
      backlog.ensureHeld();
    }
  }

  /** Returns whether {@link Backlog#wasAway} is true of any address. */
  public boolean wereAway() {
    boolean away = false;
    for (Backlog backlog : all) {
      away |= backlog.wasAway();
    }
    return away;
  }

  /**
   * Drops the run: closes its backlogs and returns unreleased claims to where they came from.
   *
   * @return the number of messages that were returned
   * @throws FencedException if a driver with a higher token was there
   */
  public long drop() throws InterruptedException {
    close();
    long returned = 0;
    for (Backlog backlog : all) {
      Address address = backlog.address();
      returned += Replayable.at(address).dropRun(options.run(), options.token());
    }
    return returned;
  }

  /** Gives up the lease. Unreleased claims stay for the run's next driver. */
  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      all.forEach(Backlog::close);
    }
  }
}
