package dev.conveyor.jobs.stream;

import dev.conveyor.jobs.stage.DeadLetter;
import dev.conveyor.jobs.stage.Job;
import dev.conveyor.jobs.stage.JobException;
import dev.conveyor.jobs.stage.RecordMapper;
import dev.conveyor.jobs.stage.Tally;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.spark.AddressPartition;
import dev.conveyor.streaming.spark.ReceiverSettings.End;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/**
 * The map side: puts the messages of one partition through the jobs of its address, and sends each
 * reduce task its part of the tallies. The task after the last one gets the dead letters and the
 * report.
 */
final class StreamMapTask
    implements PairFlatMapFunction<Iterator<AddressPartition>, Integer, StreamShuffleRecord> {
  private static final long serialVersionUID = 1;

  private final StreamPlan plan;
  private final int reducers;

  StreamMapTask(StreamPlan plan, int reducers) {
    this.plan = plan;
    this.reducers = reducers;
  }

  @Override
  public Iterator<Tuple2<Integer, StreamShuffleRecord>> call(Iterator<AddressPartition> partition) {
    List<Tuple2<Integer, StreamShuffleRecord>> pieces = new ArrayList<>();
    PartitionReport report = new PartitionReport();
    while (partition.hasNext()) {
      AddressPartition arrivals = partition.next();
      tally(arrivals.address(), arrivals.messages(), report, pieces);
    }
    pieces.add(new Tuple2<>(reducers, new StreamShuffleRecord.Seen(report)));
    return pieces.iterator();
  }

  private void tally(
      int address,
      Iterator<Message> messages,
      PartitionReport report,
      List<Tuple2<Integer, StreamShuffleRecord>> pieces) {
    List<Job> jobs = plan.jobs(address);
    List<RecordMapper> mappers =
        jobs.stream().map(job -> new RecordMapper(job, plan.errors())).toList();
    List<Tally> tallies = jobs.stream().map(job -> new Tally()).toList();
    long count = 0;
    while (messages.hasNext()) {
      throwIfKilled();
      Message message = messages.next();
      if (plan.settings().end() == End.AT_MARKER && message.isEndMarker()) {
        report.end(address);
        continue;
      }
      count++;
      report.note(address, message, plan.preview());
      boolean died = false;
      for (int job = 0; job < jobs.size(); job++) {
        String reason = map(mappers.get(job), message, tallies.get(job));
        if (reason != null) {
          died = true;
          pieces.add(dead(jobs.get(job), message, reason));
        }
      }
      if (died) {
        report.countDead();
      }
    }
    if (count > 0) {
      report.count(address, count);
    }
    for (int job = 0; job < jobs.size(); job++) {
      addCounts(pieces, jobs.get(job), tallies.get(job));
    }
  }

  /** Null, or why the job cannot take the message. */
  private static String map(RecordMapper mapper, Message message, Tally into) {
    if (message.isDead()) {
      return message.deathReason();
    }
    try {
      return mapper.map(message.body(), 0, message.body().length, into);
    } catch (JobException e) {
      String source = message.source();
      throw e.on(message.id().isEmpty() ? source : source + " at id " + message.id());
    }
  }

  /** A job may have swallowed the interrupt of the task that is killed. */
  private static void throwIfKilled() {
    TaskContext task = TaskContext.get();
    if (task != null && task.isInterrupted()) {
      throw new TaskKilledException("the task is killed");
    }
  }

  private Tuple2<Integer, StreamShuffleRecord> dead(Job job, Message message, String reason) {
    byte[] body = message.body();
    DeadLetter letter = DeadLetter.of(reason, message.source(), body, 0, body.length);
    return new Tuple2<>(reducers, new StreamShuffleRecord.Dead(job.name(), letter.toJson()));
  }

  private void addCounts(List<Tuple2<Integer, StreamShuffleRecord>> pieces, Job job, Tally tally) {
    if (tally.keys() > 0 || tally.malformed() > 0) {
      for (int reducer = 0; reducer < reducers; reducer++) {
        byte[] packed = tally.pack(reducer, reducers);
        pieces.add(new Tuple2<>(reducer, new StreamShuffleRecord.Counts(job.name(), packed)));
      }
    }
  }
}
