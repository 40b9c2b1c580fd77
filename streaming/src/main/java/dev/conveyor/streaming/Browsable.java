package dev.conveyor.streaming;

import java.util.Optional;

/** An endpoint whose waiting messages can be looked at without taking them. */
public interface Browsable extends Endpoint {

  /**
   * The messages that wait, approximately.
   *
   * @param meanBytes the mean size of the first ones; 0 if there are none
   */
  record Estimate(long messages, double meanBytes) {}

  /**
   * Returns an estimate of what a browser would find. Changes nothing, and copies nothing.
   *
   * @throws TransportException if no server answers, or the server refuses
   */
  Estimate estimate() throws InterruptedException;

  /**
   * Opens a browser of the messages that wait now, which the caller closes. Messages that readers
   * or runs have in hand are not among them.
   *
   * @param from the first message; empty for what the address says, else the oldest
   * @param to the last message; empty for the latest one now
   * @throws AddressException if the transport cannot find those, see {@link #checkBounds}
   */
  MessageBrowser openBrowser(Optional<StartPoint> from, Optional<StartPoint> to, int maxMessage)
      throws InterruptedException;

  /**
   * Checks that messages can be looked at between two points, without access to the network. By
   * default that is all that wait.
   *
   * @throws AddressException if they cannot
   */
  default void checkBounds(Optional<StartPoint> from, Optional<StartPoint> to) {
    boolean isAll =
        from.filter(point -> point.kind() != StartPoint.Kind.EARLIEST).isEmpty()
            && to.filter(point -> point.kind() != StartPoint.Kind.LATEST).isEmpty();
    if (!isAll) {
      throw address()
          .refused(
              "a queue is read as a whole, and not from "
                  + from.orElse(StartPoint.earliest())
                  + " to "
                  + to.orElse(StartPoint.latest()),
              "leave the offsets out, or name a log, such as a stream");
    }
  }
}
