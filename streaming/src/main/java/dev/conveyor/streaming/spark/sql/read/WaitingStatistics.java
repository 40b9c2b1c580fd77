package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.Transports;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.Statistics;

/**
 * An estimate for Spark's planner: the number of messages that wait, and their size by that of the
 * first ones.
 */
record WaitingStatistics(OptionalLong numRows, OptionalLong sizeInBytes) implements Statistics {
  private static final int SAMPLE = 20;
  private static final long BYTES_A_ROW = 64;

  /** Asks each address; a server that does not tell leaves the estimate empty. */
  static WaitingStatistics of(List<Address> addresses) throws InterruptedException {
    long rows = 0;
    double bytes = 0;
    for (Address address : addresses) {
      if (!(Transports.endpoint(address) instanceof Administrable administrable)) {
        return new WaitingStatistics(OptionalLong.empty(), OptionalLong.empty());
      }
      try (QueueAdmin admin = administrable.openAdmin()) {
        long waiting = admin.counts().waiting();
        List<QueueAdmin.Waiting> first = waiting == 0 ? List.of() : admin.peek(SAMPLE, 0);
        double mean = first.stream().mapToLong(QueueAdmin.Waiting::bytes).average().orElse(0);
        rows += waiting;
        bytes += waiting * (mean + BYTES_A_ROW);
      }
    }
    return new WaitingStatistics(OptionalLong.of(rows), OptionalLong.of(Math.round(bytes)));
  }
}
