package dev.conveyor.jobs.pipeline;

import dev.conveyor.streaming.run.LossCount;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Properties;

/**
 * The counts of a batch.
 *
 * @param records records read, including dead ones
 * @param pairs pairs that the job made
 * @param keys different keys: lines of output, unless the job keeps only some
 * @param malformed malformed UTF-8 sequences in text
 * @param dead records that the job could not process
 * @param lost messages that were missing in their queue though no run had released them, and
 *     messages that were counted twice
 */
public record BatchCounts(
    long records, long pairs, long keys, long malformed, long dead, LossCount lost) {

  /** Returns counts without lost messages. */
  public static BatchCounts of(long records, long pairs, long keys, long malformed, long dead) {
    return new BatchCounts(records, pairs, keys, malformed, dead, LossCount.NONE);
  }

  public BatchCounts withLost(LossCount messages) {
    return new BatchCounts(records, pairs, keys, malformed, dead, messages);
  }

  /** Writes the counts as properties, for {@link #read}. */
  public void write(OutputStream out) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("records", Long.toString(records));
    properties.setProperty("pairs", Long.toString(pairs));
    properties.setProperty("keys", Long.toString(keys));
    properties.setProperty("malformed", Long.toString(malformed));
    properties.setProperty("dead", Long.toString(dead));
    properties.setProperty("lost", Long.toString(lost.messages()));
    properties.setProperty("lost.complete", Boolean.toString(lost.isComplete()));
    properties.setProperty("twice", Long.toString(lost.countedTwice()));
    properties.store(out, null);
  }

  public static BatchCounts read(InputStream in) throws IOException {
    Properties properties = new Properties();
    properties.load(in);
    try {
      return new BatchCounts(
          number(properties, "records"),
          number(properties, "pairs"),
          number(properties, "keys"),
          number(properties, "malformed"),
          number(properties, "dead"),
          new LossCount(
              number(properties, "lost"),
              Boolean.parseBoolean(properties.getProperty("lost.complete")),
              Long.parseLong(properties.getProperty("twice", "0"))));
    } catch (NumberFormatException e) {
      throw new IOException("it does not contain counts", e);
    }
  }

  private static long number(Properties properties, String name) {
    return Long.parseLong(properties.getProperty(name));
  }
}
