package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.batch.PieceKey;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.mapreduce.Partitioner;

/** Sends a piece to the reduce task that it was packed for. */
public final class PiecePartitioner extends Partitioner<PieceKey, BytesWritable> {
  @Override
  public int getPartition(PieceKey key, BytesWritable piece, int partitions) {
    return key.partition();
  }
}
