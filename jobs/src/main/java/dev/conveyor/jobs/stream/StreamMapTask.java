package dev.conveyor.jobs.stream;

import dev.conveyor.jobs.input.MessageBlocks;
import dev.conveyor.jobs.pipeline.MapSide;
import dev.conveyor.jobs.pipeline.ShuffleKey;
import dev.conveyor.jobs.pipeline.ShuffleKey.Kind;
import dev.conveyor.streaming.spark.AddressPartition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/**
 * Runs the map side of a task: the messages of each address go through the jobs of its route. The
 * reduce task after the last one gets the dead letters and the report. Shuffle records are created
 * as Spark requests them, so that a task holds few of them.
 */
final class StreamMapTask
    implements PairFlatMapFunction<Iterator<AddressPartition>, ShuffleKey, byte[]> {
  private static final long serialVersionUID = 3;

  private final StreamPlan plan;
  private final int reducers;

  StreamMapTask(StreamPlan plan, int reducers) {
    this.plan = plan;
    this.reducers = reducers;
  }

  @Override
  public Iterator<Tuple2<ShuffleKey, byte[]>> call(Iterator<AddressPartition> addresses) {
    Shuffled shuffled = new Shuffled(addresses);
    TaskContext task = TaskContext.get();
    if (task != null) {
      task.addTaskCompletionListener((TaskCompletionListener) ended -> shuffled.close());
    }
    return shuffled;
  }

  private final class Shuffled implements Iterator<Tuple2<ShuffleKey, byte[]>> {
    private final Iterator<AddressPartition> addresses;
    private final Queue<Tuple2<ShuffleKey, byte[]>> ready = new ArrayDeque<>();
    private final PartitionReport report = new PartitionReport();
    private AddressPartition address;
    private MapSide side;
    private boolean isReported;

    private Shuffled(Iterator<AddressPartition> addresses) {
      this.addresses = addresses;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && !isReported) {
        if (side != null) {
          advance();
        } else if (addresses.hasNext()) {
          open(addresses.next());
        } else {
          send(new ShuffleKey(reducers, Kind.REPORT, 0), report.toBytes());
          isReported = true;
        }
      }
      return !ready.isEmpty();
    }

    private void open(AddressPartition next) {
      address = next;
      MessageReport noted = new MessageReport(address.address(), plan, report);
      MessageBlocks blocks = new MessageBlocks(address.pages(), noted);
      side = plan.pipeline(address.address()).mapSide(blocks, reducers, reducers, this::send);
    }

    private void advance() {
      if (!side.advance()) {
        report.count(address.address(), side.figures().records());
        report.countDead(side.figures().dead());
        close();
      }
    }

    private void send(ShuffleKey key, byte[] bytes) {
      ready.add(new Tuple2<>(key, bytes));
    }

    /** Closes the map side of the present address, if there is one. */
    private void close() {
      if (side != null) {
        MapSide closing = side;
        side = null;
        try {
          closing.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    @Override
    public Tuple2<ShuffleKey, byte[]> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }
  }
}
