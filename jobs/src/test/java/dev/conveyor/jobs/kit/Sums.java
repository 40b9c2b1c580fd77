package dev.conveyor.jobs.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.batch.Batch;
import dev.conveyor.jobs.batch.Progress;
import dev.conveyor.jobs.input.InputFiles;
import dev.conveyor.jobs.local.LocalBatch;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.stage.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** The sums of a job, key by key, as the local engine computes them. */
public final class Sums {
  private Sums() {}

  /**
   * The job over a file or folder.
   *
   * @param scratch a folder for the result
   */
  public static Map<String, Long> of(String job, Path input, Path scratch)
      throws IOException, InterruptedException {
    Path output = scratch.resolve("sums-" + UUID.randomUUID());
    Batch.run(
        BatchPlan.of(Jobs.named(job), InputFiles.of(List.of(input.toString())), output.toString()),
        new LocalBatch(),
        new Configuration(),
        Progress.NONE);
    Map<String, Long> sums = new TreeMap<>();
    for (String line : Files.readAllLines(output.resolve("part-00000"))) {
      int tab = line.lastIndexOf('\t');
      sums.put(line.substring(0, tab), Long.valueOf(line.substring(tab + 1)));
    }
    return sums;
  }

  /**
   * Returns the sums of all batches of one job.
   *
   * @param out the folder of the stream
   */
  public static Map<String, Long> ofBatches(Path out, String job, Path scratch)
      throws IOException, InterruptedException {
    List<Path> batches = batches(out.resolve(job));
    assertThat(batches).as("batches of %s", job).isNotEmpty();
    assertThat(batches).allSatisfy(batch -> assertThat(batch.resolve("_SUCCESS")).exists());
    return of("sum", out.resolve(job), scratch);
  }

  /** The batch folders of one job. */
  public static List<Path> batches(Path results) throws IOException {
    try (Stream<Path> found = Files.list(results)) {
      return found.filter(path -> path.getFileName().toString().startsWith("batch=")).toList();
    }
  }

  public static long total(Map<String, Long> sums) {
    return sums.values().stream().mapToLong(Long::longValue).sum();
  }
}
