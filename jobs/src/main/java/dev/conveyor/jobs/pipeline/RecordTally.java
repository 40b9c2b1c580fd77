package dev.conveyor.jobs.pipeline;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.input.RecordVisitor;
import dev.conveyor.jobs.stage.DeadLetter;
import dev.conveyor.jobs.stage.ErrorPolicy;
import dev.conveyor.jobs.stage.Job;
import dev.conveyor.jobs.stage.JobException;
import dev.conveyor.jobs.stage.RecordMapper;
import dev.conveyor.jobs.stage.Tally;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Puts each record through some jobs and keeps a tally for each job. Belongs to one thread. Jobs
 * are known by their index in the list.
 */
public final class RecordTally implements AutoCloseable {
  private final List<RecordMapper> mappers = new ArrayList<>();

  /** The mappers that are not closed yet. */
  private final Deque<RecordMapper> open = new ArrayDeque<>();

  private final List<Tally> tallies = new ArrayList<>();
  private final DeadLetterSink deadLetters;
  private FullTallySink full = (job, tally) -> {};
  private long records;
  private long dead;

  /**
   * Creates and opens an instance of each job.
   *
   * @param errors policy for records on which a job throws
   * @throws JobException if a job cannot be instantiated or opened; none is open then
   */
  public RecordTally(List<Job> jobs, ErrorPolicy errors, DeadLetterSink deadLetters) {
    this.deadLetters = deadLetters;
    try {
      for (Job job : jobs) {
        RecordMapper mapper = new RecordMapper(job, errors);
        mappers.add(mapper);
        open.push(mapper);
        tallies.add(new Tally());
      }
    } catch (Throwable e) { // Includes errors of a job's class.
      closeAfter(e);
      throw e;
    }
  }

  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Adds what the jobs make of these records.
   *
   * @throws JobException if a job fails on a record; the message names its source and position
   * @throws dev.conveyor.jobs.failure.BatchException if a dead letter cannot be written
   */
  public void add(RecordBlock block) {
    block.read(new Records(block));
  }

  private final class Records implements RecordVisitor {
    private final RecordBlock block;
    private final String source;

    private Records(RecordBlock block) {
      this.block = block;
      this.source = block.source();
    }

    @Override
    public void visit(byte[] buffer, int from, int to) {
      records++;
      boolean isDead = false;
      for (int job = 0; job < mappers.size(); job++) {
        String reason = map(job, buffer, from, to);
        if (reason != null) {
          isDead = true;
          deadLetters.write(job, DeadLetter.of(reason, source, block.position(), buffer, from, to));
        }
      }
      dead += isDead ? 1 : 0;
    }

    /** Returns null, or the reason for a dead letter. */
    private String map(int job, byte[] buffer, int from, int to) {
      try {
        Tally tally = tallies.get(job);
        String reason = mappers.get(job).map(buffer, from, to, tally);
        if (tally.isFull()) {
          mappers.get(job).complete(tally);
          if (!full.raisesLimit(job, tally)) {
            send(job);
          }
        }
        return reason;
      } catch (JobException e) {
        String position = block.position();
        throw e.on(position.isEmpty() ? source : source + " at " + position);
      }
    }

    @Override
    public void visitDead(String reason, byte[] buffer, int from, int to, long length) {
      records++;
      dead++;
      byte[] beginning = Arrays.copyOfRange(buffer, from, to);
      DeadLetter letter = new DeadLetter(reason, source, block.position(), beginning, length);
      for (int job = 0; job < mappers.size(); job++) {
        deadLetters.write(job, letter);
      }
    }
  }

  /** Sets a sink for full tallies. Without one, and without a limit, they keep all entries. */
  public void sendFullTo(FullTallySink sink) {
    full = sink;
  }

  /**
   * Limits the memory of all tallies together.
   *
   * @param bytes from which a tally is full
   * @param recordBytes for the pairs of one record
   */
  public void limitTo(long bytes, long recordBytes) {
    for (Tally tally : tallies) {
      tally.limitTo(bytes / tallies.size());
      tally.limitRecordTo(recordBytes / tallies.size());
    }
  }

  /**
   * Sends all tallies, full or not.
   *
   * @throws JobException if a tally cannot hold its pairs
   */
  public void sendAll() {
    for (int job = 0; job < tallies.size(); job++) {
      mappers.get(job).complete(tallies.get(job));
      send(job);
    }
  }

  private void send(int job) {
    full.take(job, tallies.get(job));
    tallies.get(job).clear();
  }

  /** Returns the number of records of the input, dead letters included. */
  long records() {
    return records;
  }

  /** Returns the number of records that at least one job could not take. */
  long dead() {
    return dead;
  }

  /**
   * Closes the jobs, each once, also if one fails. Keeps the tallies.
   *
   * @throws JobException the first failure of a job
   */
  @Override
  public void close() {
    if (!open.isEmpty()) {
      try (RecordMapper mapper = open.pop()) {
        close();
      }
    }
  }
}
