package dev.conveyor.jobs.cluster;

import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Mapper;

/** Never done with its first record. */
public final class EndlessMapper extends Mapper<Object, Text, Text, IntWritable> {
  @Override
  protected void map(Object key, Text value, Context context) throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
