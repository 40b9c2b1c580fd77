package dev.conveyor.streaming.status;

import dev.conveyor.streaming.QueueAdmin;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The status of a queue or log.
 *
 * @param exists whether the server holds anything of it
 * @param workers the known readers, including those that died with unacknowledged messages
 * @param runs the known runs, by name, without those that ended properly more than a day ago
 */
public record AddressStatus(
    boolean exists,
    QueueAdmin.Counts counts,
    List<QueueAdmin.Holder> workers,
    List<QueueAdmin.Run> runs)
    implements Status {
  private static final Duration SHOWN_AFTER_END = Duration.ofDays(1);

  public AddressStatus {
    workers = List.copyOf(workers);
    runs = List.copyOf(runs);
  }

  /** Reads the status of the queue. */
  public static AddressStatus of(QueueAdmin queue) throws InterruptedException {
    QueueAdmin.Counts counts = queue.counts();
    List<QueueAdmin.Run> runs = queue.runs().stream().filter(run -> !isLongOver(run)).toList();
    boolean holds =
        counts.waiting() + counts.inWork() + counts.claimed() + counts.dead() > 0
            || !runs.isEmpty();
    return new AddressStatus(holds || queue.exists(), counts, queue.holders(), runs);
  }

  private static boolean isLongOver(QueueAdmin.Run run) {
    return run.endedAgo().filter(ago -> ago.compareTo(SHOWN_AFTER_END) > 0).isPresent();
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("exists", exists);
    fields.putAll(fields(counts));
    fields.put("workers", workers.stream().map(AddressStatus::fields).toList());
    fields.put("runs", runs.stream().map(AddressStatus::fields).toList());
    return fields;
  }

  /** Returns the counts by name; null for those that this kind of queue does not have. */
  public static Map<String, Object> fields(QueueAdmin.Counts counts) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("waiting", counts.waiting());
    fields.put("inWork", counts.inWork());
    fields.put("claimed", counts.claimed());
    fields.put("done", counts.done() == QueueAdmin.Counts.NONE ? null : counts.done());
    fields.put("dead", counts.dead());
    return fields;
  }

  private static Map<String, Object> fields(QueueAdmin.Holder worker) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", worker.name());
    fields.put("held", worker.held());
    fields.put("leaseMillis", worker.leaseLeft().toMillis());
    return fields;
  }

  private static Map<String, Object> fields(QueueAdmin.Run run) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", run.name());
    if (run.claimed() >= 0) {
      fields.put("claimed", run.claimed());
    }
    fields.put("leaseMillis", run.leaseLeft().toMillis());
    run.endedAgo().ifPresent(ago -> fields.put("endedMillisAgo", ago.toMillis()));
    return fields;
  }
}
