package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.redis.RedisExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An engine that keeps its own log of positions, crashes at each step, and restarts. */
@Timeout(60)
class BacklogsIT {
  private static final int MESSAGES = 120;
  private static final BacklogOptions RUN =
      BacklogOptions.of("query-1", 1).withLease(Duration.ofMillis(300));

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  /** The engine's checkpoint: the ends of its batches as text, the first being where it began. */
  private final List<List<String>> offsets = new ArrayList<>();

  /** The number of batches that are done, likewise. */
  private int commits;

  /** The output, which replaces a batch that is written again. */
  private final Map<Integer, List<String>> ledger = new TreeMap<>();

  private int written;

  private enum Source {
    MEMORY,
    LIST,
    SHARED_LIST,
    STREAM;

    List<Address> addresses() {
      String one = UUID.randomUUID().toString();
      String other = UUID.randomUUID().toString();
      return switch (this) {
        case MEMORY -> List.of(memory(one), memory(other));
        case LIST -> List.of(Address.parse(REDIS.list(one)), Address.parse(REDIS.list(other)));
        case SHARED_LIST -> List.of(shared(one), shared(other));
        case STREAM -> List.of(Address.parse(REDIS.stream(one)), Address.parse(REDIS.list(other)));
      };
    }

    private static Address memory(String name) {
      return Address.parse("memory:" + name + "?queue");
    }

    private static Address shared(String key) {
      return Address.parse(REDIS.list(key) + "&shared");
    }
  }

  /** The steps of a batch, after each of which the engine crashes once. */
  private enum Step {
    CHOSEN,
    LOGGED,
    READ,
    WRITTEN,
    COMMITTED,
    RELEASED
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @ParameterizedTest
  @EnumSource
  void eachMessageIsInOneBatchWhereverTheEngineCrashes(Source source) throws Exception {
    List<Address> addresses = source.addresses();
    for (Step step : Step.values()) {
      for (int batch = 0; batch < 2; batch++) {
        write(addresses, MESSAGES / 12);
        assertThatThrownBy(() -> drive(addresses, Optional.of(step))).isInstanceOf(Crash.class);
      }
    }
    drive(addresses, Optional.empty());
    List<String> all = new ArrayList<>();
    ledger.values().forEach(all::addAll);
    assertThat(all).containsExactlyInAnyOrderElementsOf(Texts.numbers(0, written));
    assertThat(written).isEqualTo(MESSAGES);
    try (Backlogs backlogs = Backlogs.openLatest(addresses, RUN)) {
      assertThat(backlogs.waiting(end(backlogs, commits))).isZero();
      assertThat(backlogs.drop()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSuccessorFencesADriverAndReadsItsSlices(Source source) throws Exception {
    List<Address> addresses = source.addresses();
    write(addresses, 10);
    try (Backlogs driver = Backlogs.openLatest(addresses, RUN)) {
      List<Position> start = driver.starts();
      List<Position> end = next(driver, start, 100).orElseThrow();
      List<String> read = read(driver, start, end);
      driver.close();
      try (Backlogs successor = Backlogs.openLatest(addresses, RUN)) {
        assertThat(successor.token()).isGreaterThan(driver.token());
        successor.ensureHeld();
        assertThat(read(successor, successor.parse(start), successor.parse(end))).isEqualTo(read);
        BacklogOptions earlier = RUN.withToken(driver.token());
        assertThatThrownBy(() -> Backlogs.open(addresses, earlier).close())
            .isInstanceOf(FencedException.class);
        successor.release(end);
      }
    }
  }

  private void write(List<Address> addresses, int messages) throws InterruptedException {
    for (int i = 0; i < addresses.size(); i++) {
      int half = messages / addresses.size();
      try (MessageWriter writer = Transports.endpoint(addresses.get(i)).openWriter()) {
        writer.write(Texts.outgoing(Texts.numbers(written, written + half)));
      }
      written += half;
    }
  }

  /** Runs the engine until no message waits, or until it crashes after a step of a new batch. */
  private void drive(List<Address> addresses, Optional<Step> crash) throws Exception {
    try (Backlogs backlogs = Backlogs.openLatest(addresses, RUN)) {
      if (offsets.isEmpty()) {
        offsets.add(backlogs.starts().stream().map(Position::text).toList());
      }
      backlogs.release(end(backlogs, commits));
      for (int batch = commits + 1; batch < offsets.size(); batch++) {
        process(backlogs, batch, Optional.empty());
      }
      var chosen = next(backlogs, end(backlogs, offsets.size() - 1), 7);
      while (chosen.isPresent()) {
        reach(Step.CHOSEN, crash);
        offsets.add(chosen.get().stream().map(Position::text).toList());
        reach(Step.LOGGED, crash);
        process(backlogs, offsets.size() - 1, crash);
        chosen = next(backlogs, chosen.get(), 7);
      }
    }
  }

  private void process(Backlogs backlogs, int batch, Optional<Step> crash) throws Exception {
    List<Position> from = end(backlogs, batch - 1);
    List<Position> to = end(backlogs, batch);
    List<String> failed = read(backlogs, from, to);
    reach(Step.READ, crash);
    List<String> retried = read(backlogs, from, to);
    assertThat(retried).isEqualTo(failed);
    backlogs.ensureHeld();
    ledger.put(batch, retried);
    reach(Step.WRITTEN, crash);
    commits = batch;
    reach(Step.COMMITTED, crash);
    backlogs.release(to);
    reach(Step.RELEASED, crash);
  }

  private static void reach(Step step, Optional<Step> crash) {
    if (crash.filter(step::equals).isPresent()) {
      throw new Crash();
    }
  }

  private List<Position> end(Backlogs backlogs, int batch) {
    return backlogs.parse(offsets.get(batch).stream().map(Position::new).toList());
  }

  private static Optional<List<Position>> next(Backlogs backlogs, List<Position> from, long most)
      throws InterruptedException {
    return backlogs
        .next(from, address -> Optional.of(new Bounds(most, 1 << 20)), OnLoss.FAIL)
        .map(ranges -> ranges.stream().map(Range::to).toList());
  }

  private static List<String> read(Backlogs backlogs, List<Position> from, List<Position> to)
      throws Exception {
    List<String> bodies = new ArrayList<>();
    for (int address = 0; address < from.size(); address++) {
      for (Slice slice : backlogs.slices(address, from.get(address), to.get(address), 3)) {
        slice.read(
            (buffer, start, end) ->
                bodies.add(new String(buffer, start, end - start, StandardCharsets.UTF_8)));
      }
    }
    return bodies;
  }
}
