package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.Formats;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Transports;
import java.io.PrintWriter;
import java.util.List;

/** The messages that a run has claimed but not processed; its next start reads them. */
final class UnreadClaims {
  private UnreadClaims() {}

  /**
   * Prints their number for each queue, and the command that returns them. Ends without an
   * exception if a server does not answer or the thread is interrupted.
   */
  static void tell(List<Address> from, String run, String out, PrintWriter err) {
    for (Address address : from) {
      if (!(Transports.endpoint(address) instanceof Administrable claimed)
          || claimed.delivery().isLog()) {
        continue;
      }
      try (QueueAdmin queue = claimed.openAdmin()) {
        queue.runs().stream()
            .filter(one -> one.name().equals(run) && one.claimed() > 0)
            .forEach(one -> err.println(claimed(address, one, out)));
      } catch (TransportException e) {
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static String claimed(Address address, QueueAdmin.Run run, String out) {
    return Formats.count(run.claimed(), "messages")
        + " of "
        + address
        + " stay claimed for the next start with --out "
        + out
        + "; conveyor queue \""
        + address
        + "\" --drop-run "
        + run.name()
        + " returns them";
  }
}
