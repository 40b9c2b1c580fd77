package dev.conveyor.jobs.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.conveyor.streaming.Stage;
import dev.conveyor.streaming.StagedWriter;
import dev.conveyor.streaming.spark.Interruptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Stages the amounts of one job in one task, to be added to its totals. Closed without {@link
 * #finish}, it discards them. Belongs to one thread.
 */
final class TotalsWriter implements AutoCloseable {
  private static final int MOST_ELEMENTS = 2_000;
  private static final int MOST_BYTES = 4 << 20;

  private final StagedWriter stage;
  private final List<byte[]> elements = new ArrayList<>();
  private long bytesInHand;
  private boolean isFinished;

  TotalsWriter(StagedWriter stage) {
    this.stage = stage;
  }

  void add(byte[] buffer, int from, int to, long amount) throws IOException {
    elements.add(Arrays.copyOfRange(buffer, from, to));
    elements.add(Long.toString(amount).getBytes(US_ASCII));
    bytesInHand += to - from;
    if (elements.size() >= MOST_ELEMENTS || bytesInHand >= MOST_BYTES) {
      flush();
    }
  }

  private void flush() throws IOException {
    try {
      stage.write(elements);
    } catch (InterruptedException e) {
      throw Interruptions.ended(e);
    }
    elements.clear();
    bytesInHand = 0;
  }

  /** Returns the stage, which holds all amounts. */
  Stage finish() throws IOException {
    flush();
    isFinished = true;
    return stage.stage();
  }

  @Override
  public void close() {
    if (!isFinished) {
      stage.abort();
    }
    stage.close();
  }
}
