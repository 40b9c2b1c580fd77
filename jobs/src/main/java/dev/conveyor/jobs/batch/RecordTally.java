package dev.conveyor.jobs.batch;

import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.DeadLetter;
import dev.conveyor.jobs.stage.Job;
import dev.conveyor.jobs.stage.Mapping;
import dev.conveyor.jobs.stage.Tally;
import dev.conveyor.jobs.stage.UnparsableException;
import java.util.Arrays;

/** The map side of every engine: puts records through a job. Belongs to one thread. */
public final class RecordTally {
  private final Job job;
  private final Mapping mapping;
  private final DeadLetterSink deadLetters;
  private final Bytes record = new Bytes();
  private Tally tally = new Tally();
  private long records;
  private long dead;

  /**
   * Makes a mapping of its own.
   *
   * @throws BatchException if the job's class does not let it
   */
  public RecordTally(Job job, DeadLetterSink deadLetters) {
    this.job = job;
    this.mapping = mapping(job);
    this.deadLetters = deadLetters;
  }

  private static Mapping mapping(Job job) {
    try {
      return job.newMapping();
    } catch (IllegalArgumentException e) {
      throw new BatchException(e.getMessage(), e);
    }
  }

  /**
   * Adds what the job makes of these records.
   *
   * @throws BatchException if the job fails or a dead letter cannot be kept
   */
  public void add(RecordBlock block) {
    Records visitor = new Records(block.source());
    block.read(visitor);
    records += block.inputs(visitor.shown);
  }

  private final class Records implements RecordVisitor {
    private final String source;
    private long shown;

    private Records(String source) {
      this.source = source;
    }

    @Override
    public void visit(byte[] buffer, int from, int to) {
      shown++;
      try {
        mapping.map(record.set(buffer, from, to), tally);
      } catch (UnparsableException e) {
        dead++;
        deadLetters.write(DeadLetter.of(e.reason(), source, buffer, from, to));
      } catch (RuntimeException | LinkageError e) {
        throw failed(source, e);
      }
    }

    @Override
    public void visitDead(String reason, byte[] buffer, int from, int to, long length) {
      shown++;
      dead++;
      byte[] beginning = Arrays.copyOfRange(buffer, from, to);
      deadLetters.write(new DeadLetter(reason, source, beginning, length));
    }
  }

  private BatchException failed(String source, Throwable cause) {
    String said = cause.getMessage() == null ? "" : cause.getMessage().strip();
    String reason =
        said.isEmpty() ? cause.getClass().getSimpleName() : said.lines().findFirst().orElseThrow();
    return new BatchException(
        "cannot run job "
            + job
            + " on "
            + source
            + ": "
            + reason
            + "; mend the job or the input, then run the batch again",
        cause);
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
