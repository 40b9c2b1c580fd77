package dev.conveyor.jobs.stream;

import dev.conveyor.jobs.input.MessageBlocks;
import dev.conveyor.jobs.pipeline.MapSide;
import dev.conveyor.jobs.pipeline.ShuffleKey;
import dev.conveyor.jobs.pipeline.ShuffleKey.Kind;
import dev.conveyor.jobs.pipeline.ShuffleSink;
import dev.conveyor.streaming.spark.AddressPartition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/**
 * Runs the map side of a task: the messages of each address go through the jobs of its route. The
 * reduce task after the last one gets the dead letters and the report.
 */
final class StreamMapTask
    implements PairFlatMapFunction<Iterator<AddressPartition>, ShuffleKey, byte[]> {
  private static final long serialVersionUID = 2;

  private final StreamPlan plan;
  private final int reducers;

  StreamMapTask(StreamPlan plan, int reducers) {
    this.plan = plan;
    this.reducers = reducers;
  }

  @Override
  public Iterator<Tuple2<ShuffleKey, byte[]>> call(Iterator<AddressPartition> addresses) {
    List<Tuple2<ShuffleKey, byte[]>> shuffled = new ArrayList<>();
    PartitionReport report = new PartitionReport();
    while (addresses.hasNext()) {
      map(addresses.next(), report, (key, bytes) -> shuffled.add(new Tuple2<>(key, bytes)));
    }
    shuffled.add(new Tuple2<>(new ShuffleKey(reducers, Kind.REPORT, 0), report.toBytes()));
    return shuffled.iterator();
  }

  private void map(AddressPartition partition, PartitionReport report, ShuffleSink sink) {
    MessageBlocks blocks = new MessageBlocks(new ReportedMessages(partition, plan, report));
    try (MapSide side =
        plan.pipeline(partition.address()).mapSide(blocks, reducers, reducers, sink)) {
      boolean isThere = true;
      while (isThere) {
        isThere = side.advance();
      }
      report.count(partition.address(), side.figures().records());
      report.countDead(side.figures().dead());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
