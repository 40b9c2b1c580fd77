package dev.conveyor.jobs.chaos;

import java.time.Duration;
import java.time.Instant;
import org.apache.spark.sql.streaming.StreamingQueryListener;

/**
 * Tells for how long the triggers of a query have found nothing. One that waits for a server is no
 * such trigger. Safe for threads.
 */
public final class IdleWatch extends StreamingQueryListener {
  private Instant first;
  private Instant latest;

  /** Returns the time between the first and the latest of the triggers in a row. */
  public synchronized Duration idle() {
    return first == null ? Duration.ZERO : Duration.between(first, latest);
  }

  private synchronized void set(Instant begin, Instant end) {
    first = begin;
    latest = end;
  }

  @Override
  public void onQueryStarted(QueryStartedEvent event) {
    set(null, null);
  }

  @Override
  public void onQueryProgress(QueryProgressEvent event) {
    set(null, null);
  }

  @Override
  public synchronized void onQueryIdle(QueryIdleEvent event) {
    Instant now = Instant.parse(event.timestamp());
    set(first == null ? now : first, now);
  }

  @Override
  public void onQueryTerminated(QueryTerminatedEvent event) {
    // Its end is awaited elsewhere.
  }
}
