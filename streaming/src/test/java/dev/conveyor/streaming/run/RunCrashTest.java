package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A driver that dies at one of its file operations after the other, and its successor. */
@Timeout(120)
class RunCrashTest {
  /** As many batches as it takes to delete old ones. */
  private static final int MESSAGES = 48;

  /** Every operation up to here, by when a driver has opened a run and begun to repeat itself. */
  private static final int EACH = 20;

  /** The stride of operations from there on; 1 takes minutes. */
  private static final int STRIDE = Integer.getInteger("conveyor.crash.stride", 23);

  private static final Bounds ONE = new Bounds(1, 1 << 20);

  @TempDir Path folder;
  private final Configuration files = TearingFileSystem.configuration();
  private final TreeMap<Long, List<String>> output = new TreeMap<>();
  private Address address;

  @AfterEach
  void live() {
    TearingFileSystem.live();
  }

  @ParameterizedTest
  @EnumSource(TearingFileSystem.Death.class)
  void losesNoBatchAndChangesNone(TearingFileSystem.Death death) throws Exception {
    int operation = 0;
    boolean died = true;
    while (died) {
      operation += operation < EACH ? 1 : STRIDE;
      begin(operation);
      TearingFileSystem.dieAt(operation, death);
      drive(operation);
      died = TearingFileSystem.isDead();
      // A lock that is still renewed would keep every other driver out.
      assertThat(renewals()).as("at operation %s", operation).isEmpty();
      TearingFileSystem.live();
      assertThat(drive(operation)).as("at operation %s", operation).isEmpty();
      assertThat(all()).as("at operation %s", operation).isEqualTo(Texts.numbers(0, MESSAGES));
      assertThat(output.lastKey()).isEqualTo(output.size() - 1);
    }
    assertThat(operation).isGreaterThan(2 * MESSAGES);
  }

  private static List<String> renewals() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter("conveyor-driver-lock"::equals)
        .toList();
  }

  private void begin(int operation) throws InterruptedException {
    output.clear();
    address = Address.parse("memory:" + operation + "-" + UUID.randomUUID() + "?queue");
    try (MessageWriter writer = Transports.endpoint(address).openWriter()) {
      writer.write(Texts.outgoing(Texts.numbers(0, MESSAGES)));
    }
  }

  /** Why it ended before all was done. */
  private Optional<RunException> drive(int operation) throws Exception {
    RunPlan plan = RunPlan.of(folder.resolve("run-" + operation).toString(), address);
    try (Run run = Run.open(plan, files)) {
      for (RunBatch batch : run.unfinished()) {
        process(run, batch);
        run.done(batch);
      }
      while (driveTwo(run)) {
        assertThat(run.token()).isPositive();
      }
      return Optional.empty();
    } catch (RunException e) {
      return Optional.of(e);
    }
  }

  /** Has two batches open and ends the later one first. */
  private boolean driveTwo(Run run) throws Exception {
    Optional<RunBatch> one = run.next(ONE);
    Optional<RunBatch> two = run.next(ONE);
    if (one.isPresent()) {
      process(run, one.get());
    }
    if (two.isPresent()) {
      process(run, two.get());
      run.done(two.get());
    }
    if (one.isPresent()) {
      run.done(one.get());
    }
    return one.isPresent();
  }

  private void process(Run run, RunBatch batch) throws Exception {
    List<String> bodies = new ArrayList<>();
    for (Slice slice : run.slices(batch, 0, 2)) {
      slice.read(
          (buffer, from, to) ->
              bodies.add(new String(buffer, from, to - from, StandardCharsets.UTF_8)));
    }
    assertThat(output.getOrDefault(batch.id(), bodies)).isEqualTo(bodies);
    output.put(batch.id(), bodies);
  }

  private List<String> all() {
    return output.values().stream().flatMap(List::stream).toList();
  }
}
