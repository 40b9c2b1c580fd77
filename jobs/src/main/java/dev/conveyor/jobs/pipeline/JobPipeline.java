package dev.conveyor.jobs.pipeline;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.pipeline.ShuffleKey.Kind;
import dev.conveyor.jobs.stage.ErrorPolicy;
import dev.conveyor.jobs.stage.Job;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Maps records by jobs and sums what they make of them. One record goes through all jobs.
 *
 * @param jobs by the index that shuffle records carry: the same in each task that shuffles together
 * @param errors policy for records on which a job throws
 */
public record JobPipeline(Map<Integer, Job> jobs, ErrorPolicy errors) implements Pipeline {
  public JobPipeline {
    jobs = Map.copyOf(jobs);
  }

  /** Returns the pipeline of a plan with one job, whose index is 0. */
  public static JobPipeline of(Job job, ErrorPolicy errors) {
    return new JobPipeline(Map.of(0, job), errors);
  }

  @Override
  public MapSide mapSide(
      Iterator<RecordBlock> records, int partitions, int deadLetters, ShuffleSink sink) {
    List<Integer> indexes = jobs.keySet().stream().sorted().toList();
    RecordTally tally =
        new RecordTally(
            indexes.stream().map(jobs::get).toList(),
            errors,
            (job, letter) ->
                sink.send(
                    new ShuffleKey(deadLetters, Kind.DEAD, indexes.get(job)), letter.toJson()));
    return new TallyMapSide(records, tally, indexes, partitions, sink);
  }

  @Override
  public ReduceSide reduceSide(Iterator<ShuffleRecord> records, Path folder) {
    return new TallyReduceSide(records, folder);
  }
}
