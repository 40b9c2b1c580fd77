package dev.conveyor.jobs.stage;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Puts records through a job, each wholly or not at all: what a job has added before it throws is
 * not tallied. Belongs to one thread.
 *
 * <p>Errors count like exceptions. An interrupt and what engines throw to kill a task do not: they
 * end the task. Nor does a tally that cannot take a pair, whatever the job makes of that.
 *
 * <p>A job that runs out of memory may be the victim of another one in the same JVM. So its record
 * is tried once more while no other thread does that; if then a little memory cannot be allocated
 * either, the batch fails, under every policy.
 */
public final class RecordMapper {
  private static final Set<String> KILLS =
      Set.of("org.apache.spark.TaskKilledException", "java.lang.ThreadDeath");
  private static final int DEEPEST = 100;

  /** After so many records in a row on which memory ran out, it is not the records. */
  private static final int MOST_OUT_OF_MEMORY = 100;

  private static final long SHARE_OF_HEAP = 64;
  private static final long MOST_PROBED = 16 << 20;

  /** Held while a record is tried again for which there was no memory. */
  private static final Lock OUT_OF_MEMORY = new ReentrantLock();

  private final Job job;
  private final ErrorPolicy policy;
  private final Mapping mapping;
  private final Bytes record = new Bytes();
  private int outOfMemory;

  /**
   * Makes an instance of the job.
   *
   * @throws JobException if that fails
   */
  public RecordMapper(Job job, ErrorPolicy policy) {
    link();
    this.job = job;
    this.policy = policy;
    this.mapping = mapping(job);
  }

  private static Mapping mapping(Job job) {
    try {
      return job.newMapping();
    } catch (Throwable e) { // A job may throw anything.
      rethrowKill(e);
      throw e instanceof JobException unmade ? unmade : JobException.unmade(job.name(), e);
    }
  }

  /** A class that is first used on a full stack could never be used again. */
  private static void link() {
    Tally tally = new Tally();
    tally.add(new byte[] {'a'}, 0, 1, 1);
    tally.mark();
    tally.add(new byte[] {'a'}, 0, 1, 1);
    tally.add(new byte[1_000], 0, 1_000, 1);
    tally.rollBack();
  }

  /**
   * Adds what the job makes of the record.
   *
   * @return null if it is tallied; else why it is a dead letter, and nothing of it is tallied
   * @throws JobException if the policy is that the batch fails, or the thread was interrupted, or
   *     the tally cannot take it; without the place of the record
   */
  public String map(byte[] buffer, int from, int to, Tally into) {
    Throwable thrown = attempt(buffer, from, to, into);
    if (thrown != null) {
      return reason(thrown, buffer, from, to, into);
    }
    outOfMemory = 0;
    return null;
  }

  /** Null, or what was thrown; it is rolled back then. */
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
      if (thrown instanceof UnparsableException unparsable && into.failure() == null) {
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

  /** Throws what is not to be blamed on the record. */
  private void check(Throwable thrown, byte[] buffer, int from, int to, Tally into) {
    if (into.failure() != null) {
      throw JobException.uncounted(job, unsummed(into.failure()), into.failure());
    }
    rethrowKill(thrown);
    if (Thread.currentThread().isInterrupted() || isInterruption(thrown)) {
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

  /** Tries again while no other thread does so; null if it is tallied now. */
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

  /** Allocates a little: what the job has held is free by now. */
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

  private static void rethrowKill(Throwable thrown) {
    if (KILLS.contains(thrown.getClass().getName())) {
      RecordMapper.<RuntimeException>rethrow(thrown);
    }
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> void rethrow(Throwable thrown) throws X {
    throw (X) thrown;
  }

  private static boolean isInterruption(Throwable thrown) {
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      if (at instanceof InterruptedException
          || at instanceof ClosedByInterruptException
          || at.getClass() == InterruptedIOException.class) {
        return true;
      }
      at = ErrorText.cause(at);
    }
    return false;
  }
}
