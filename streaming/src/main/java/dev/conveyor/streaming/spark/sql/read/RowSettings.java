package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.spark.PartitionCounts;
import dev.conveyor.streaming.spark.sql.MessageColumns;
import dev.conveyor.streaming.spark.sql.RowColumn;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Settings of the tasks that read a batch.
 *
 * @param run names the query, or else the batch read, among those that share a dead-letter path
 * @param columns the columns of a row
 * @param limit the number of rows after which a task may end
 * @param failsOnLoss whether a slice with fewer messages than expected fails its task
 * @param deadLetterPath the folder for dead letters; null if they are only counted
 * @param configuration of that folder's file system; null if there is none
 * @param reads counts the messages of each partition
 * @param dead counts the dead letters of each partition
 */
record RowSettings(
    String run,
    List<RowColumn> columns,
    long limit,
    boolean failsOnLoss,
    String deadLetterPath,
    Broadcast<SerializableConfiguration> configuration,
    PartitionCounts reads,
    PartitionCounts dead)
    implements Serializable {

  /** Returns whether dead letters are rows. */
  boolean keepsDead() {
    return columns.stream().anyMatch(each -> each.property() == MessageColumns.DEATH_REASON);
  }
}
