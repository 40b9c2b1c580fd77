package dev.conveyor.streaming.status;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The status of a process that runs a command.
 *
 * @param command the name of the command
 * @param uptime the time since the command started
 * @param work the status of the command's work
 */
public record ProcessStatus(String command, Duration uptime, Status work) implements Status {
  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("command", command);
    fields.putAll(work.fields());
    fields.put("uptimeSeconds", seconds());
    return fields;
  }

  /** Returns the fields of the work, and its duration. */
  public Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>(work.fields());
    summary.put("seconds", seconds());
    return summary;
  }

  private double seconds() {
    return uptime.toMillis() / 1e3;
  }
}
