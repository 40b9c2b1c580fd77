package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Browsable;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Transports;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.Statistics;

/**
 * An estimate for Spark's planner: the number of messages that wait, and their size by that of the
 * first ones.
 */
record WaitingStatistics(OptionalLong numRows, OptionalLong sizeInBytes) implements Statistics {
  static final WaitingStatistics UNKNOWN =
      new WaitingStatistics(OptionalLong.empty(), OptionalLong.empty());

  private static final long BYTES_A_ROW = 64;

  /**
   * Asks each address, and changes nothing there. The estimate is unknown if one does not tell: a
   * plan alone needs no server.
   */
  static WaitingStatistics of(SourceAddresses addresses) throws InterruptedException {
    long rows = 0;
    double bytes = 0;
    try {
      for (Address address : addresses.find()) {
        if (!(Transports.endpoint(address) instanceof Browsable browsable)) {
          return UNKNOWN;
        }
        Browsable.Estimate estimate = browsable.estimate();
        rows += estimate.messages();
        bytes += estimate.messages() * (estimate.meanBytes() + BYTES_A_ROW);
      }
    } catch (TransportException e) {
      return UNKNOWN;
    }
    return new WaitingStatistics(OptionalLong.of(rows), OptionalLong.of(Math.round(bytes)));
  }
}
