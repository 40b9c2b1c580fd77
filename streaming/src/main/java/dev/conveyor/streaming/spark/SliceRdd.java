package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.SliceReader;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.Dependency;
import org.apache.spark.InterruptibleIterator;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.util.TaskCompletionListener;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.collection.immutable.List$;
import scala.reflect.ClassTag$;

/**
 * Slices of backlogs, each a partition, which its task reads a page at a time. May be read any
 * number of times with the same result, until its batch is released. Tasks carry the passwords of
 * this driver.
 */
final class SliceRdd extends RDD<Message> {
  private static final long serialVersionUID = 1;

  /** All slices; each task is sent its own, in its partition. */
  private final transient Slice[] slices;

  private final PartitionCounts counts;

  SliceRdd(SparkContext context, List<Slice> slices, PartitionCounts counts) {
    super(context, List$.MODULE$.<Dependency<?>>empty(), ClassTag$.MODULE$.apply(Message.class));
    this.slices = slices.stream().map(ExecutorPasswords::with).toArray(Slice[]::new);
    this.counts = counts;
  }

  private record SlicePartition(int index, Slice slice) implements Partition {}

  @Override
  public Partition[] getPartitions() {
    Partition[] partitions = new Partition[slices.length];
    for (int i = 0; i < slices.length; i++) {
      partitions[i] = new SlicePartition(i, slices[i]);
    }
    return partitions;
  }

  @Override
  public Iterator<Message> compute(Partition partition, TaskContext task) {
    SlicePartition of = (SlicePartition) partition;
    try {
      SliceReader reader = of.slice().open();
      task.addTaskCompletionListener((TaskCompletionListener) ended -> reader.close());
      return new InterruptibleIterator<>(task, new Messages(reader, of.index()));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("the task was ended", e);
  }

  private final class Messages extends AbstractIterator<Message> {
    private final SliceReader reader;
    private final int partition;
    private List<Message> page = List.of();
    private int at;
    private long count;
    private boolean ended;

    Messages(SliceReader reader, int partition) {
      this.reader = reader;
      this.partition = partition;
    }

    @Override
    public boolean hasNext() {
      if (at == page.size() && !ended) {
        turn();
      }
      return at < page.size();
    }

    private void turn() {
      try {
        page = reader.read();
        at = 0;
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      count += page.size();
      if (page.isEmpty()) {
        ended = true;
        counts.add(Map.entry(partition, count));
      }
    }

    @Override
    public Message next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no more messages in this slice");
      }
      return page.get(at++);
    }
  }
}
