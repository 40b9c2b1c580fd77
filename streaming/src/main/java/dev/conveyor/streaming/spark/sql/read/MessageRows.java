package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.FieldSlice;
import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.SliceReader;
import dev.conveyor.streaming.spark.Interruptions;
import dev.conveyor.streaming.spark.sql.RowColumn;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of a slice as rows, in order. A dead letter is no row: it is written where dead
 * letters go. Belongs to the thread of its task.
 */
final class MessageRows implements PartitionReader<InternalRow> {
  private static final Logger LOG = LoggerFactory.getLogger(MessageRows.class);

  private final SliceInputPartition partition;
  private final RowSettings settings;
  private final MessageRow row;
  private final SliceReader reader;
  private final DeadLetterFile letters;
  private MessagePage page = MessagePage.of(List.of());
  private int index = -1;
  private long messages;
  private long rows;
  private long bytes;
  private boolean isEnded;
  private boolean isWritten;

  MessageRows(SliceInputPartition partition, RowSettings settings) throws IOException {
    this.partition = partition;
    this.settings = settings;
    this.row = new MessageRow(settings.columns(), partition.slice().address().toString());
    this.letters = new DeadLetterFile(settings, partition);
    try {
      this.reader = open(partition.slice());
    } catch (InterruptedException e) {
      throw Interruptions.ended(e);
    }
  }

  private SliceReader open(Slice slice) throws InterruptedException {
    List<String> fields =
        settings.columns().stream().filter(RowColumn::isField).map(RowColumn::field).toList();
    if (fields.isEmpty()) {
      return slice.open();
    }
    if (slice instanceof FieldSlice records) {
      return records.open(fields);
    }
    throw ReadOptions.withoutFields(slice.address(), fields.get(0));
  }

  @Override
  public boolean next() throws IOException {
    while (!isEnded && rows < settings.limit()) {
      index++;
      if (index == page.size()) {
        turn();
      } else if (take()) {
        rows++;
        bytes += page.to(index) - page.from(index);
        return true;
      }
    }
    return false;
  }

  /** Sets the row to the present message; false if that is a dead letter, and no row. */
  private boolean take() throws IOException {
    if (!page.isPlain(index) && page.message(index).isDead()) {
      return bury(page.message(index).deathReason());
    }
    try {
      row.set(page, index);
      return true;
    } catch (IllegalArgumentException e) {
      return bury(e.getMessage());
    }
  }

  /** Keeps the present message as a row about its death, or else writes it elsewhere. */
  private boolean bury(String reason) throws IOException {
    if (settings.keepsDead()) {
      letters.count(1);
      row.setDead(page, index, reason);
      return true;
    }
    letters.write(page.message(index), reason, row.fields(page, index));
    return false;
  }

  private void turn() throws IOException {
    try {
      page = reader.read();
    } catch (InterruptedException e) {
      throw Interruptions.ended(e);
    }
    index = -1;
    messages += page.size();
    if (page.isEmpty()) {
      end();
    }
  }

  private void end() throws IOException {
    isEnded = true;
    if (settings.failsOnLoss() && partition.expected() > messages) {
      throw new IOException(
          "cannot read all messages of "
              + partition.slice().address()
              + ": "
              + (partition.expected() - messages)
              + " of "
              + partition.expected()
              + " are gone; check the server, or set failOnDataLoss to false to continue without"
              + " them");
    }
    letters.close();
    isWritten = true;
    if (settings.deadLetterPath() == null && letters.count() > 0 && !settings.keepsDead()) {
      LOG.warn(
          "{} dead letters of {} are no rows and are written nowhere; set deadLetterPath, or add"
              + " column _death_reason to the schema",
          letters.count(),
          partition.slice());
    }
    settings.reads().add(Map.entry(partition.index(), messages));
    settings.dead().add(Map.entry(partition.index(), letters.count()));
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return ReadMetric.values(messages, bytes, letters.count());
  }

  @Override
  public void close() {
    reader.close();
    if (!isWritten) {
      letters.discard();
    }
  }
}
