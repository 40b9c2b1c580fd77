package dev.conveyor.streaming.status;

import dev.conveyor.streaming.QueueAdmin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The status of a queue or log.
 *
 * @param workers the known readers, including those that died with unacknowledged messages
 * @param runs the known runs, by name
 */
public record AddressStatus(
    QueueAdmin.Counts counts, List<QueueAdmin.Holder> workers, List<QueueAdmin.Run> runs)
    implements Status {
  public AddressStatus {
    workers = List.copyOf(workers);
    runs = List.copyOf(runs);
  }

  /** Reads the status of the queue. */
  public static AddressStatus of(QueueAdmin queue) throws InterruptedException {
    return new AddressStatus(queue.counts(), queue.holders(), queue.runs());
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("waiting", counts.waiting());
    fields.put("inWork", counts.inWork());
    fields.put("claimed", counts.claimed());
    fields.put("done", counts.done());
    fields.put("dead", counts.dead());
    fields.put("workers", workers.stream().map(AddressStatus::fields).toList());
    fields.put("runs", runs.stream().map(AddressStatus::fields).toList());
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
    return fields;
  }
}
