package dev.conveyor.jobs.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.conveyor.streaming.Stage;
import dev.conveyor.streaming.StagedWriter;
import dev.conveyor.streaming.spark.Interruptions;
import java.io.IOException;
import java.util.Arrays;

/**
 * Stages the amounts of one job in one task, to be added to its totals. Closed without {@link
 * #finish}, it discards them. Belongs to one thread.
 */
final class TotalsWriter implements AutoCloseable {
  private final StagedWriter stage;
  private boolean isFinished;

  TotalsWriter(StagedWriter stage) {
    this.stage = stage;
  }

  void add(byte[] buffer, int from, int to, long amount) throws IOException {
    try {
      stage.write(Arrays.copyOfRange(buffer, from, to));
      stage.write(Long.toString(amount).getBytes(US_ASCII));
    } catch (InterruptedException e) {
      throw Interruptions.ended(e);
    }
  }

  /** Returns the stage, which holds all amounts. */
  Stage finish() throws IOException {
    try {
      Stage finished = stage.stage();
      isFinished = true;
      return finished;
    } catch (InterruptedException e) {
      throw Interruptions.ended(e);
    }
  }

  @Override
  public void close() {
    if (!isFinished) {
      stage.abort();
    }
    stage.close();
  }
}
