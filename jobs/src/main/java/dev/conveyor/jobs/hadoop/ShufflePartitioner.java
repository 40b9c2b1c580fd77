package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.pipeline.ShuffleKey;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.mapreduce.Partitioner;

/** Sends a piece to the reduce task that it was packed for. */
public final class ShufflePartitioner extends Partitioner<ShuffleKey, BytesWritable> {
  @Override
  public int getPartition(ShuffleKey key, BytesWritable piece, int partitions) {
    return key.partition();
  }
}
