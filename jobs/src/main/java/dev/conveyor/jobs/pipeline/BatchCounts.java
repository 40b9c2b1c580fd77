package dev.conveyor.jobs.pipeline;

import dev.conveyor.streaming.run.LossCount;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Properties;

/**
 * The counts of a batch.
 *
 * @param records that were read, dead ones among them
 * @param pairs that the job made of them
 * @param keys different ones: lines of output, unless the job keeps only some
 * @param malformed sequences in text that were no UTF-8
 * @param dead records that the job could not take
 * @param lost messages that their queue no longer had, though no run had released them, and those
 *     that were counted twice
 */
public record BatchCounts(
    long records, long pairs, long keys, long malformed, long dead, LossCount lost) {

  /** With no message lost. */
  public static BatchCounts of(long records, long pairs, long keys, long malformed, long dead) {
    return new BatchCounts(records, pairs, keys, malformed, dead, LossCount.NONE);
  }

  public BatchCounts withLost(LossCount messages) {
    return new BatchCounts(records, pairs, keys, malformed, dead, messages);
  }

  /** Writes them down for {@link #read}. */
  public void write(OutputStream out) throws IOException {
    Properties figures = new Properties();
    figures.setProperty("records", Long.toString(records));
    figures.setProperty("pairs", Long.toString(pairs));
    figures.setProperty("keys", Long.toString(keys));
    figures.setProperty("malformed", Long.toString(malformed));
    figures.setProperty("dead", Long.toString(dead));
    figures.setProperty("lost", Long.toString(lost.messages()));
    figures.setProperty("lost.complete", Boolean.toString(lost.isComplete()));
    figures.setProperty("twice", Long.toString(lost.countedTwice()));
    figures.store(out, null);
  }

  public static BatchCounts read(InputStream in) throws IOException {
    Properties figures = new Properties();
    figures.load(in);
    try {
      return new BatchCounts(
          number(figures, "records"),
          number(figures, "pairs"),
          number(figures, "keys"),
          number(figures, "malformed"),
          number(figures, "dead"),
          new LossCount(
              number(figures, "lost"),
              Boolean.parseBoolean(figures.getProperty("lost.complete")),
              Long.parseLong(figures.getProperty("twice", "0"))));
    } catch (NumberFormatException e) {
      throw new IOException("there are no figures in it", e);
    }
  }

  private static long number(Properties figures, String name) {
    return Long.parseLong(figures.getProperty(name));
  }
}
