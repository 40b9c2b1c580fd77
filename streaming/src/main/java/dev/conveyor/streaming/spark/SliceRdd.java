package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.MessagePage;
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
 * number of times with the same result, until its batch is released. A page is valid until the next
 * one: map it within its task. Tasks carry the passwords of this driver.
 */
final class SliceRdd extends RDD<MessagePage> {
  private static final long serialVersionUID = 1;

  /** All slices; each task is sent its own, in its partition. */
  private final transient Slice[] slices;

  private final PartitionCounts counts;

  SliceRdd(SparkContext context, List<Slice> slices, PartitionCounts counts) {
    super(
        context, List$.MODULE$.<Dependency<?>>empty(), ClassTag$.MODULE$.apply(MessagePage.class));
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
  public Iterator<MessagePage> compute(Partition partition, TaskContext task) {
    SlicePartition of = (SlicePartition) partition;
    try {
      SliceReader reader = of.slice().open();
      task.addTaskCompletionListener((TaskCompletionListener) ended -> reader.close());
      return new InterruptibleIterator<>(task, new Pages(reader, of.index()));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("the task was ended", e);
  }

  /** Reads a page when it is asked whether there is one. */
  private final class Pages extends AbstractIterator<MessagePage> {
    private final SliceReader reader;
    private final int partition;

    /** The page that was read and not returned; null if there is none. */
    private MessagePage page;

    private long count;
    private boolean ended;

    Pages(SliceReader reader, int partition) {
      this.reader = reader;
      this.partition = partition;
    }

    @Override
    public boolean hasNext() {
      if (page == null && !ended) {
        turn();
      }
      return page != null;
    }

    private void turn() {
      try {
        MessagePage read = reader.read();
        count += read.size();
        page = read.isEmpty() ? null : read;
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      if (page == null) {
        ended = true;
        counts.add(Map.entry(partition, count));
      }
    }

    @Override
    public MessagePage next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no more messages in this slice");
      }
      MessagePage next = page;
      page = null;
      return next;
    }
  }
}
