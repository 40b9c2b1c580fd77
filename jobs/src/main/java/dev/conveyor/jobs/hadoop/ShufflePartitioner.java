package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.pipeline.ShuffleKey;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.mapreduce.Partitioner;

/** Sends a shuffle record to the reduce task in its key. */
public final class ShufflePartitioner extends Partitioner<ShuffleKey, BytesWritable> {
  @Override
  public int getPartition(ShuffleKey key, BytesWritable bytes, int partitions) {
    return key.partition();
  }
}
