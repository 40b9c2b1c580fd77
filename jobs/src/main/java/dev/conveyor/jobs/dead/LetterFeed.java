package dev.conveyor.jobs.dead;

import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes the bodies of dead letters as messages, in portions. A portion is marked as fed once all
 * its messages are confirmed. Belongs to one thread.
 */
public final class LetterFeed {
  private static final int MOST = 1_000;
  private static final int MOST_BYTES = 4 << 20;

  private final MessageWriter writer;
  private final List<Outgoing> portion = new ArrayList<>();
  private final List<Integer> numbers = new ArrayList<>();
  private long bytes;
  private FedLines marks;
  private final AtomicLong fed = new AtomicLong();
  private long cut;

  /**
   * @param writer is flushed here, and closed by its owner
   */
  public LetterFeed(MessageWriter writer) {
    this.writer = writer;
  }

  /** Returns the number of letters that were fed; safe for threads. */
  public long fed() {
    return fed.get();
  }

  /** Returns the number of letters that were not fed, since only their beginning was kept. */
  public long cut() {
    return cut;
  }

  void into(FedLines lines) {
    marks = lines;
  }

  void add(int line, StoredLetter letter) throws IOException, InterruptedException {
    if (!letter.isWhole()) {
      cut++;
      return;
    }
    portion.add(Outgoing.of(letter.beginning()));
    numbers.add(line);
    bytes += letter.beginning().length;
    if (portion.size() >= MOST || bytes >= MOST_BYTES) {
      flush();
    }
  }

  void flush() throws IOException, InterruptedException {
    if (portion.isEmpty()) {
      return;
    }
    writer.write(List.copyOf(portion));
    writer.flush();
    numbers.forEach(line -> marks.lines().set(line));
    marks.write();
    fed.addAndGet(portion.size());
    portion.clear();
    numbers.clear();
    bytes = 0;
  }
}
