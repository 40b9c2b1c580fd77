package dev.conveyor.jobs.stream;

import dev.conveyor.jobs.format.PartFormat;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.spark.ExecutorPasswords;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The output of a stream besides its folder.
 *
 * @param format of the files with results
 * @param totals the hash that keeps the totals over all batches; null for none. Of several jobs
 *     each has a hash of its own, {@code KEY:JOB}
 */
public record StreamOutput(PartFormat format, Address totals) implements Serializable {
  private static final String HASH = "hash";

  /** Text files, and no totals. */
  public static final StreamOutput TEXT = new StreamOutput(PartFormat.TEXT, null);

  /**
   * Checks that amounts can be added at the address of the totals.
   *
   * @throws dev.conveyor.streaming.AddressException if they cannot
   */
  public void check() {
    if (totals != null) {
      stageable(totals).checkEffect(Stageable.Effect.ADD);
    }
  }

  private static Stageable stageable(Address address) {
    if (Transports.endpoint(address) instanceof Stageable stageable) {
      return stageable;
    }
    throw address.refused("it keeps no totals", "write redis://HOST?hash=KEY");
  }

  /** Returns the endpoint that keeps the totals of a job. */
  Stageable totalsOf(String job, List<String> jobs) {
    String key = totals.value(HASH).orElseThrow();
    return stageable(
        jobs.size() == 1
            ? totals
            : totals.withoutParameter(HASH).withParameter(HASH, key + ":" + job));
  }

  /** Fails if a server does not answer, or has something else than a hash in place of totals. */
  void probe(List<String> jobs) throws InterruptedException {
    for (String job : totals == null ? List.<String>of() : jobs) {
      totalsOf(job, jobs).probe();
    }
  }

  boolean hasTotals() {
    return totals != null;
  }

  /** Returns the same with the password of this driver, which tasks need. */
  StreamOutput forTasks() {
    return totals == null ? this : new StreamOutput(format, ExecutorPasswords.with(totals));
  }

  /** Returns the settings for which a checkpoint is refused to others. */
  List<String> settings() {
    List<String> settings = new ArrayList<>();
    if (format != PartFormat.TEXT) {
      settings.add("format " + format);
    }
    if (totals != null) {
      settings.add("totals in " + totals);
    }
    return settings;
  }
}
