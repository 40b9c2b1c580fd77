package dev.conveyor.jobs.local;

import dev.conveyor.jobs.stage.Job;
import dev.conveyor.jobs.stage.Tally;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The driver of the local engine: slices, a tally a thread, one tally, a folder.
 *
 * <p>A batch that fails or is interrupted leaves no output, and an existing one as it was.
 *
 * @param inputs files and folders
 * @param output the folder for the result
 */
public record LocalBatch(
    Job job, List<Path> inputs, Path output, Existing existing, Progress progress) {
  private static final long SLICE = 32 << 20;

  /**
   * Runs the job on all cores.
   *
   * @throws BatchException if an input or the output is not as needed, or a sum exceeds a long
   * @throws InterruptedException soon after the calling thread is interrupted
   */
  public BatchResult run() throws InterruptedException {
    long start = System.nanoTime();
    checkApart();
    List<FileSlice> slices = TextFiles.slices(inputs, SLICE);
    try (BatchOutput sink = BatchOutput.open(output, existing, job.name())) {
      List<MapTask> mapped = Crew.run(tasks(new Pending(slices, progress), sink.deadLetters()));
      Tally tally = merged(mapped);
      sink.write(tally);
      sink.commit();
      return result(mapped, tally, Duration.ofNanos(System.nanoTime() - start));
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw new InterruptedException();
    } catch (IOException e) {
      throw BatchException.cannot(
          "write output " + output, e, "free space there or name another folder");
    } catch (ArithmeticException | IllegalStateException e) {
      throw new BatchException("cannot sum for job " + job + ": " + e.getMessage(), e);
    }
  }

  /** Replacing a folder must not take what was read from it. */
  private void checkApart() {
    for (Path input : inputs) {
      if (place(input).startsWith(place(output))) {
        throw new BatchException(
            "cannot write output "
                + output
                + ": it holds input "
                + input
                + "; name another folder");
      }
    }
  }

  private static Path place(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      // Not there yet, so that no link can lead there.
      return path.toAbsolutePath().normalize();
    }
  }

  private List<MapTask> tasks(Pending pending, DeadLetters deadLetters) {
    return Stream.generate(() -> new MapTask(pending, job, deadLetters))
        .limit(Runtime.getRuntime().availableProcessors())
        .toList();
  }

  private static Tally merged(List<MapTask> mapped) {
    Tally tally = mapped.get(0).tally();
    mapped.subList(1, mapped.size()).forEach(task -> tally.merge(task.tally()));
    return tally;
  }

  private static BatchResult result(List<MapTask> mapped, Tally tally, Duration elapsed) {
    return new BatchResult(
        mapped.stream().mapToLong(MapTask::records).sum(),
        tally.pairs(),
        tally.keys(),
        tally.malformed(),
        mapped.stream().mapToLong(MapTask::dead).sum(),
        elapsed);
  }
}
