package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.Transports;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages of a queue that a run has claimed whose driver is gone, such as a query with another
 * checkpoint that failed. A new query does not get them.
 */
final class AbandonedClaims {
  private static final Logger LOG = LoggerFactory.getLogger(AbandonedClaims.class);

  private AbandonedClaims() {}

  /** Logs them, with the command that returns them. */
  static void warn(List<Address> addresses) throws InterruptedException {
    for (Address address : addresses) {
      Endpoint endpoint = Transports.endpoint(address);
      if (endpoint instanceof Administrable queue && !endpoint.delivery().isLog()) {
        warn(queue, address);
      }
    }
  }

  private static void warn(Administrable queue, Address address) throws InterruptedException {
    try (QueueAdmin admin = queue.openAdmin()) {
      for (QueueAdmin.Run run : admin.runs()) {
        if (run.isAbandoned() && run.claimed() > 0) {
          LOG.warn(
              "{} messages of {} are claimed by run {}, whose driver is gone, and not read here:"
                  + " continue with its checkpoint {}, or return them by conveyor queue \"{}\""
                  + " --drop-run {}",
              run.claimed(),
              address,
              run.name(),
              run.checkpoint().orElse(""),
              address,
              run.name());
        }
      }
    }
  }
}
