package dev.conveyor.jobs.bench;

import java.util.Locale;

/**
 * The measurement of one turn.
 *
 * @param sent messages that were there
 * @param counted messages that came out
 * @param seconds from the start of the first batch that held a message to the end of the last
 */
record Rate(long sent, long counted, double seconds) {
  double perSecond() {
    return counted / seconds;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%,d of %,d messages in %.1f s: %,.0f/s", counted, sent, seconds, perSecond());
  }
}
