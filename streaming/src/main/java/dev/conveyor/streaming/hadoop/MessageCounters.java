package dev.conveyor.streaming.hadoop;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.mapreduce.Counter;
import org.apache.hadoop.mapreduce.Counters;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/**
 * The job counters of messages: read ones by address, dead letters, and splits read to their end.
 * Hadoop sums those of one successful attempt per task, so that a retry counts once. Belongs to one
 * task.
 */
final class MessageCounters {
  private static final String GROUP = "Messages";
  private static final String DEAD = "Dead messages";
  private static final String ENDED = "Splits read to their end";

  private final TaskAttemptContext context;

  MessageCounters(TaskAttemptContext context) {
    this.context = context;
  }

  void read(int address, long messages, long dead) {
    context.getCounter(GROUP, name(address)).increment(messages);
    context.getCounter(GROUP, DEAD).increment(dead);
  }

  void ended() {
    context.getCounter(GROUP, ENDED).increment(1);
  }

  private static String name(int address) {
    return "Messages read from address " + (address + 1);
  }

  /** Returns the number of messages read by all tasks, by address. */
  static List<Long> read(Counters counters, int addresses) {
    List<Long> read = new ArrayList<>();
    for (int address = 0; address < addresses; address++) {
      read.add(value(counters, name(address)));
    }
    return read;
  }

  static long ended(Counters counters) {
    return value(counters, ENDED);
  }

  private static long value(Counters counters, String name) {
    Counter counter = counters.findCounter(GROUP, name);
    return counter == null ? 0 : counter.getValue();
  }
}
