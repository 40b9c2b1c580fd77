package dev.conveyor.jobs.program;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.pipeline.JobPipeline;
import dev.conveyor.jobs.pipeline.MapSide;
import dev.conveyor.jobs.pipeline.Pipeline;
import dev.conveyor.jobs.pipeline.ReduceSide;
import dev.conveyor.jobs.pipeline.ShuffleRecord;
import dev.conveyor.jobs.pipeline.ShuffleSink;
import dev.conveyor.jobs.program.Program.Role;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * Maps records with a program. A second program reduces the sorted lines; without it a job sums
 * them.
 *
 * @param longest the maximum length of a printed line in bytes; a longer one becomes a dead letter
 * @param host starts the programs
 * @param sums the job for the lines if there is no reducer
 */
public record ProgramPipeline(Programs programs, int longest, ProgramHost host, JobPipeline sums)
    implements Pipeline {

  @Override
  public MapSide mapSide(
      Iterator<RecordBlock> records, int partitions, int deadLetters, ShuffleSink sink) {
    PipedBlocks lines = new PipedBlocks(Role.MAPPER, programs.mapper(), longest, host, records);
    MapSide side =
        programs.reducer().isPresent()
            ? new LineMapSide(lines, partitions, deadLetters, sink)
            : sums.mapSide(lines, partitions, deadLetters, sink);
    return new ProgramMapSide(lines, side);
  }

  @Override
  public ReduceSide reduceSide(Iterator<ShuffleRecord> records, Path folder) {
    return programs
        .reducer()
        .<ReduceSide>map(reducer -> new LineReduceSide(reducer, longest, host, records))
        .orElseGet(() -> sums.reduceSide(records, folder));
  }
}
