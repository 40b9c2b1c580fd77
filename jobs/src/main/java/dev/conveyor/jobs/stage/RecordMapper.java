package dev.conveyor.jobs.stage;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

/**
 * Puts records through a job, each wholly or not at all: if the job throws, its pairs of that
 * record are rolled back. Belongs to one thread.
 *
 * <p>Errors count like exceptions. An interrupt, and the exceptions by which engines kill a task,
 * end the task instead. So does a tally that cannot hold a pair, even if the job catches its
 * exception.
 *
 * <p>A job that runs out of memory may be the victim of another job in the same JVM. So its record
 * is tried once more while no other thread does that. If even a small allocation fails then, the
 * batch fails under every policy.
 */
public final class RecordMapper implements AutoCloseable {
  /** After that many records in a row without memory, the records are not the cause. */
  private static final int MOST_OUT_OF_MEMORY = 100;

  private static final long SHARE_OF_HEAP = 64;
  private static final long MOST_PROBED = 16 << 20;

  /** Held while a record that ran out of memory is tried again. */
  private static final Lock OUT_OF_MEMORY = new ReentrantLock();

  private final Job job;
  private final ErrorPolicy policy;
  private final Mapping mapping;
  private final Bytes record = new Bytes();
  private int outOfMemory;

  /**
   * Creates and opens an instance of the job.
   *
   * @throws JobException if that fails
   */
  public RecordMapper(Job job, ErrorPolicy policy) {
    link();
    this.job = job;
    this.policy = policy;
    this.mapping = job.newMapping();
    try {
      mapping.open(job.parameters());
    } catch (Throwable e) { // A job may throw anything.
      closeQuietly(e);
      throw notRecords(e, JobException::unopened);
    }
  }

  /** Closes after a failure, to which it adds that of closing. */
  private void closeQuietly(Throwable failure) {
    try {
      mapping.close();
    } catch (Throwable e) { // A job may throw anything.
      failure.addSuppressed(e);
    }
  }

  /** Returns the failure of a step that has no record. */
  private JobException notRecords(Throwable e, BiFunction<Job, Throwable, JobException> failed) {
    TaskKills.rethrow(e);
    if (Thread.currentThread().isInterrupted() || TaskKills.isInterruption(e)) {
      Thread.currentThread().interrupt();
      return JobException.interrupted(job, "", e);
    }
    return failed.apply(job, e);
  }

  /**
   * Closes the instance. Call it once.
   *
   * @throws JobException if that fails
   */
  @Override
  public void close() {
    try {
      mapping.close();
    } catch (Throwable e) { // A job may throw anything.
      throw notRecords(e, JobException::unclosed);
    }
  }

  /** Loads classes early: a class whose first use overflows the stack stays unusable. */
  private static void link() {
    Tally tally = new Tally();
    tally.add(new byte[] {'a'}, 0, 1, 1);
    tally.mark();
    tally.add(new byte[] {'a'}, 0, 1, 1);
    for (int length = 1; length < 100; length++) {
      tally.add(new byte[length], 0, length, 1); // Enough to make the table grow.
    }
    tally.rollBack();
  }

  /**
   * Adds the job's pairs of a record.
   *
   * @return null if the record is tallied; else the reason for a dead letter, of which nothing is
   *     tallied
   * @throws JobException if the policy makes the batch fail, the thread was interrupted, or the
   *     tally cannot hold the pairs; without the position of the record
   */
  public String map(byte[] buffer, int from, int to, Tally into) {
    Throwable thrown = attempt(buffer, from, to, into);
    if (thrown != null) {
      return reason(thrown, buffer, from, to, into);
    }
    outOfMemory = 0;
    return null;
  }

  /**
   * Completes a tally, before its keys are read.
   *
   * @throws JobException if it cannot hold the pairs
   */
  public void complete(Tally tally) {
    tally.mark();
    try {
      tally.complete();
    } catch (ArithmeticException | IllegalStateException | OutOfMemoryError e) {
      throw JobException.uncounted(job, unsummed(e), e);
    }
  }

  /** Returns null, or the exception, after rolling back. */
  private Throwable attempt(byte[] buffer, int from, int to, Tally into) {
    into.mark();
    try {
      mapping.map(record.set(buffer, from, to), into);
      if (into.failure() == null) {
        return null;
      }
    } catch (Throwable e) { // A job may throw anything.
      into.rollBack();
      return into.failure() == null ? e : into.failure();
    }
    into.rollBack();
    return into.failure();
  }

  private String reason(Throwable first, byte[] buffer, int from, int to, Tally into) {
    Throwable thrown = first;
    for (int attempts = 1; ; attempts++) {
      if (thrown instanceof OutOfMemoryError) {
        thrown = alone(buffer, from, to, into);
      }
      if (thrown == null) {
        return null;
      }
      boolean isFailedBefore = into.failure() != null && into.failure() != thrown;
      if (thrown instanceof UnparsableException unparsable && !isFailedBefore) {
        return clause(unparsable.reason());
      }
      check(thrown, buffer, from, to, into);
      if (attempts >= policy.attempts()) {
        return dead(thrown, buffer, from, to);
      }
      thrown = attempt(buffer, from, to, into);
    }
  }

  private static String clause(String reason) {
    String line = reason == null ? "" : ErrorText.oneLine(reason);
    return line.isEmpty() ? "the job cannot parse it" : line;
  }

  /** Throws an exception that the record has not caused. */
  private void check(Throwable thrown, byte[] buffer, int from, int to, Tally into) {
    if (into.failure() != null) {
      throw JobException.uncounted(job, unsummed(into.failure()), into.failure());
    }
    TaskKills.rethrow(thrown);
    if (Thread.currentThread().isInterrupted() || TaskKills.isInterruption(thrown)) {
      Thread.currentThread().interrupt();
      throw JobException.interrupted(job, ErrorText.record(buffer, from, to), thrown);
    }
  }

  private static String unsummed(Throwable failure) {
    return failure instanceof OutOfMemoryError
        ? "no memory for its keys (" + ErrorText.of(failure) + "); " + ErrorAdvice.memory()
        : ErrorText.oneLine(failure.getMessage()) + "; cut the input into parts";
  }

  private String dead(Throwable thrown, byte[] buffer, int from, int to) {
    outOfMemory = thrown instanceof OutOfMemoryError ? outOfMemory + 1 : 0;
    if (outOfMemory >= MOST_OUT_OF_MEMORY) {
      throw exhausted(thrown, outOfMemory + " records in a row failed");
    }
    if (policy.onError() == OnError.DEAD) {
      return ErrorText.of(thrown);
    }
    throw JobException.failed(job, ErrorText.record(buffer, from, to), thrown);
  }

  /** Tries again while no other thread does; returns null if the record is tallied. */
  private Throwable alone(byte[] buffer, int from, int to, Tally into) {
    try {
      OUT_OF_MEMORY.lockInterruptibly();
    } catch (InterruptedException e) {
      return e;
    }
    try {
      Throwable thrown = attempt(buffer, from, to, into);
      if (thrown instanceof OutOfMemoryError && into.failure() == null) {
        probe(thrown);
      }
      return thrown;
    } finally {
      OUT_OF_MEMORY.unlock();
    }
  }

  /** Tries a small allocation, after the job has freed its memory. */
  private void probe(Throwable thrown) {
    long size = Math.min(MOST_PROBED, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    try {
      byte[] probed = new byte[(int) size];
      probed[0] = 1;
    } catch (OutOfMemoryError e) {
      throw exhausted(thrown, "not even " + size + " bytes could be allocated afterwards");
    }
  }

  private JobException exhausted(Throwable thrown, String sign) {
    return JobException.uncounted(
        job,
        ErrorText.of(thrown) + ": memory is exhausted, " + sign + "; " + ErrorAdvice.memory(),
        thrown);
  }
}
