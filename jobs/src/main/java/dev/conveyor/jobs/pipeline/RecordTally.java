package dev.conveyor.jobs.pipeline;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.input.RecordVisitor;
import dev.conveyor.jobs.stage.DeadLetter;
import dev.conveyor.jobs.stage.ErrorPolicy;
import dev.conveyor.jobs.stage.Job;
import dev.conveyor.jobs.stage.JobException;
import dev.conveyor.jobs.stage.RecordMapper;
import dev.conveyor.jobs.stage.Tally;
import java.util.Arrays;

/** The map side of every engine: puts records through a job. Belongs to one thread. */
public final class RecordTally {
  private final RecordMapper mapper;
  private final DeadLetterSink deadLetters;
  private Tally tally = new Tally();
  private long records;
  private long dead;

  /**
   * Makes an instance of the job of its own.
   *
   * @param errors what happens to records on which the job throws
   * @throws BatchException if the job's class does not let it
   */
  public RecordTally(Job job, ErrorPolicy errors, DeadLetterSink deadLetters) {
    this.mapper = mapper(job, errors);
    this.deadLetters = deadLetters;
  }

  private static RecordMapper mapper(Job job, ErrorPolicy errors) {
    try {
      return new RecordMapper(job, errors);
    } catch (JobException e) {
      throw failed(e);
    }
  }

  /**
   * Adds what the job makes of these records.
   *
   * @throws BatchException if a record fails the batch or a dead letter cannot be kept
   */
  public void add(RecordBlock block) {
    Records visitor = new Records(block);
    block.read(visitor);
    records += block.inputs(visitor.shown);
  }

  private final class Records implements RecordVisitor {
    private final RecordBlock block;
    private final String source;
    private long shown;

    private Records(RecordBlock block) {
      this.block = block;
      this.source = block.source();
    }

    @Override
    public void visit(byte[] buffer, int from, int to) {
      shown++;
      String reason = reason(buffer, from, to);
      if (reason != null) {
        dead++;
        deadLetters.write(DeadLetter.of(reason, source, buffer, from, to));
      }
    }

    /** Null, or why it is a dead letter. */
    private String reason(byte[] buffer, int from, int to) {
      try {
        return mapper.map(buffer, from, to, tally);
      } catch (JobException e) {
        throw failed(e.on(place()));
      }
    }

    private String place() {
      String position = block.position();
      return position.isEmpty() ? source : source + " at " + position;
    }

    @Override
    public void visitDead(String reason, byte[] buffer, int from, int to, long length) {
      shown++;
      dead++;
      byte[] beginning = Arrays.copyOfRange(buffer, from, to);
      deadLetters.write(new DeadLetter(reason, source, beginning, length));
    }
  }

  private static BatchException failed(JobException failure) {
    return new BatchException(failure.getMessage() + ", then run the batch again", failure);
  }

  /** What was added since it was last taken. */
  public Tally tally() {
    return tally;
  }

  /** Hands the tally over and begins another. */
  Tally take() {
    Tally taken = tally;
    tally = new Tally();
    return taken;
  }

  /** How many records of the input were added, dead ones among them. */
  public long records() {
    return records;
  }

  public long dead() {
    return dead;
  }
}
