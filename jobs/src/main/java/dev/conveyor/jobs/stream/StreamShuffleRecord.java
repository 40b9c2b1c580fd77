package dev.conveyor.jobs.stream;

import java.io.Serializable;

/** A record from the map side to the reduce side. */
sealed interface StreamShuffleRecord extends Serializable {

  /** One job's counts of one map task that belong to one reduce task, packed. */
  record Counts(String job, byte[] packedTally) implements StreamShuffleRecord {}

  /** A message that a job could not take, as a line of JSON. */
  record Dead(String job, byte[] line) implements StreamShuffleRecord {}

  /** The report of one map task to the driver. */
  record Seen(PartitionReport report) implements StreamShuffleRecord {}
}
