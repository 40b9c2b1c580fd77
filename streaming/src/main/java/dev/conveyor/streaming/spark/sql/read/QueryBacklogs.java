package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.StartPoint;
import dev.conveyor.streaming.run.Backlogs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The backlogs of one source of a query, under the lease of this driver. An address is known by its
 * text. Belongs to the thread of the query.
 *
 * <p>The lease belongs to the checkpoint, since the run has the name of the query in it; the token
 * of a driver is higher than those that the addresses have seen. A driver that was fenced fails in
 * each method.
 */
final class QueryBacklogs implements AutoCloseable {
  private final ReadOptions options;
  private final BacklogOptions driver;
  private final List<String> addresses = new ArrayList<>();
  private final Map<String, Integer> indexes = new HashMap<>();

  /** The addresses by what {@link SourceAddresses#origin} says of them. */
  private final Map<Object, String> byOrigin = new HashMap<>();

  private Backlogs backlogs;

  /** True until the query has chosen where it begins. */
  private boolean isNew;

  private Instant found = Instant.MIN;

  private QueryBacklogs(ReadOptions options, BacklogOptions driver) {
    this.options = options;
    this.driver = driver;
  }

  /**
   * Opens the backlogs of all addresses. Waits until a driver that sends no heartbeat has lost its
   * lease.
   *
   * @param run the name of the run
   * @param checkpoint the folder of the source in the query's checkpoint
   * @param recorded addresses that the checkpoint knows, which may match no pattern now; empty for
   *     a new query
   */
  static QueryBacklogs open(
      ReadOptions options, String run, String checkpoint, Optional<List<Address>> recorded)
      throws InterruptedException {
    BacklogOptions driver =
        BacklogOptions.of(run, 1)
            .withLease(options.lease())
            .withMaxMessage(options.maxMessage())
            .withCheckpoint(checkpoint);
    QueryBacklogs opened = new QueryBacklogs(options, driver);
    List<Address> all = new ArrayList<>(options.addresses().find());
    Set<Object> origins = new HashSet<>(all.stream().map(SourceAddresses::origin).toList());
    for (Address address : recorded.orElse(List.of())) {
      if (origins.add(SourceAddresses.origin(address))) {
        if (!options.addresses().mayGrow()) {
          throw missing(address.toString());
        }
        all.add(address);
      }
    }
    opened.isNew = recorded.isEmpty();
    opened.open(all);
    return opened;
  }

  /** Returns where to begin at an address that the checkpoint does not know. */
  private Optional<StartPoint> start(Address address) {
    return isNew ? options.starts().of(address) : Optional.of(options.starts().later(address));
  }

  private void open(List<Address> all) throws InterruptedException {
    backlogs = Backlogs.openLatest(all, this::start, driver);
    addresses.clear();
    all.forEach(this::know);
    found = Instant.now();
  }

  private void know(Address address) {
    indexes.put(address.toString(), addresses.size());
    addresses.add(address.toString());
    byOrigin.put(SourceAddresses.origin(address), address.toString());
  }

  private boolean isKnown(Address address) {
    return byOrigin.containsKey(SourceAddresses.origin(address));
  }

  /** Opens the backlogs of addresses that match a pattern since the last search. */
  void discover() throws InterruptedException {
    if (!options.addresses().mayGrow() || Instant.now().isBefore(found.plus(options.discovery()))) {
      return;
    }
    isNew = false;
    List<Address> more =
        options.addresses().find().stream().filter(address -> !isKnown(address)).toList();
    try {
      for (Address address : more) {
        backlogs.add(address, start(address));
        know(address);
      }
      found = Instant.now();
    } catch (FencedException e) {
      // The new address knows an earlier driver of this query with a higher token.
      backlogs.ensureHeld();
      backlogs.close();
      List<Address> all = new ArrayList<>(addresses.stream().map(Address::parse).toList());
      more.stream().filter(address -> !isKnown(address)).forEach(all::add);
      open(all);
    }
  }

  /** Returns the addresses, in the order of their indexes. */
  List<String> addresses() {
    return List.copyOf(addresses);
  }

  /**
   * Returns an offset under the names that the addresses have here; itself if it has those.
   *
   * @throws IllegalStateException if an address of it is none of these
   */
  SourceOffset named(SourceOffset recorded) {
    if (indexes.keySet().containsAll(recorded.byAddress().keySet())) {
      return recorded;
    }
    Map<String, AddressOffset> renamed = new HashMap<>();
    recorded.byAddress().forEach((address, offset) -> renamed.put(named(address), offset));
    return new SourceOffset(renamed);
  }

  private String named(String recorded) {
    String address = byOrigin.get(SourceAddresses.origin(Address.parse(recorded)));
    if (address == null) {
      throw missing(recorded);
    }
    return address;
  }

  private static IllegalStateException missing(String recorded) {
    return new IllegalStateException(
        "cannot continue the query: its checkpoint has an offset of "
            + recorded
            + ", which is not among its addresses any more; name that address too, or begin with"
            + " another checkpoint");
  }

  /** Returns the offset at which a new query begins to read an address. */
  AddressOffset start(String address) throws InterruptedException {
    return AddressOffset.begin(backlogs.start(index(address)));
  }

  /** Returns the token of this driver. */
  long token() {
    return backlogs.token();
  }

  private int index(String address) {
    return indexes.get(address);
  }

  /**
   * Chooses the next range of each address.
   *
   * @param from offsets of all addresses
   * @param bounds of each address by its index; an address without bounds is skipped
   * @return the ranges that hold messages or a loss, by address
   * @throws dev.conveyor.streaming.run.LossException if messages were lost and that ends the query
   */
  Map<String, Range> next(SourceOffset from, List<Optional<Bounds>> bounds)
      throws InterruptedException {
    List<Position> positions = positions(from);
    Map<String, Range> next = new LinkedHashMap<>();
    Optional<List<Range>> ranges = backlogs.next(positions, bounds::get, options.onLoss());
    for (int index = 0; ranges.isPresent() && index < addresses.size(); index++) {
      Range range = ranges.get().get(index);
      if (!range.to().equals(positions.get(index)) || !range.loss().isNone()) {
        next.put(addresses.get(index), range);
      }
    }
    return next;
  }

  private List<Position> positions(SourceOffset from) {
    return addresses.stream().map(address -> from.of(address).position()).toList();
  }

  /** Returns the lag of each address, in messages. */
  List<Long> waiting(SourceOffset from) throws InterruptedException {
    List<Long> waiting = new ArrayList<>();
    for (int index = 0; index < addresses.size(); index++) {
      waiting.add(backlogs.waiting(index, from.of(addresses.get(index)).position()));
    }
    return waiting;
  }

  /** Returns the time of the oldest message that waits anywhere; empty if none is known. */
  Optional<Instant> oldest(SourceOffset from) throws InterruptedException {
    Optional<Instant> oldest = Optional.empty();
    for (int index = 0; index < addresses.size(); index++) {
      Optional<Instant> here = backlogs.oldest(index, from.of(addresses.get(index)).position());
      if (here.isPresent() && oldest.filter(other -> other.isBefore(here.get())).isEmpty()) {
        oldest = here;
      }
    }
    return oldest;
  }

  /** Divides the messages of one address between two positions into slices. */
  List<Slice> slices(String address, Position from, Position to, int parallelism)
      throws InterruptedException {
    return backlogs.slices(index(address), from, to, parallelism);
  }

  /** Releases everything up to an offset: its effects are durable. May be repeated. */
  void release(SourceOffset upTo) throws InterruptedException {
    for (Map.Entry<String, AddressOffset> each : upTo.byAddress().entrySet()) {
      backlogs.release(index(each.getKey()), each.getValue().position());
    }
  }

  /** Checks that this driver has the lease at each address, see {@link Backlogs#ensureHeld}. */
  void ensureHeld() throws InterruptedException {
    backlogs.ensureHeld();
  }

  @Override
  public void close() {
    backlogs.close();
  }
}
