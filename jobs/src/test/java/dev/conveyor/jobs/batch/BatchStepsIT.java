package dev.conveyor.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.input.InputFiles;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.local.LocalBatch;
import dev.conveyor.jobs.output.OutputTarget;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.plan.SaveMode;
import dev.conveyor.jobs.stage.Jobs;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;

/** Drivers that die at each step by which they change files. */
class BatchStepsIT extends BatchInSteps {
  /** Once its result is released, a driver reports success: what is left to do is to tidy up. */
  @ParameterizedTest
  @CsvSource({
    "DIES_BEFORE,ERROR_IF_EXISTS",
    "DIES_BEFORE,OVERWRITE",
    "DIES_AFTER,ERROR_IF_EXISTS",
    "DIES_AFTER,OVERWRITE"
  })
  void theSameCommandCompletesWhatADriverBeganThatDied(StepFault.Kind kind, SaveMode existing)
      throws Exception {
    int step = FIRST;
    boolean more = true;
    try (Jedis jedis = RedisExtension.client(redis.port())) {
      client = jedis;
      while (more) {
        begin(step, existing);
        StepFault fault = new StepFault(kind + list, kind, step);
        failure(fault, existing);
        String at = kind + " " + existing + " at " + step + " of " + fault.steps();
        more = fault.isReached();
        boolean isOver = fault.hasPerformed("delete _unreleased");
        push(5, 7);
        if (more && !isOver) {
          RuntimeException failed = failure(StepFault.none("next" + list), existing);
          assertThat(failed).as(at).isNull();
        }
        assertThat(out().resolve("_SUCCESS")).as(at).exists();
        assertSettled(at, 7, names("out"));
        step += STRIDE;
      }
    }
    assertThat(step).isGreaterThan(20);
  }

  /** Its drivers left a draft beside the output, and a record. */
  @Test
  void nothingStaysOfABatchThatIsForgotten() throws Exception {
    try (Jedis jedis = RedisExtension.client(redis.port())) {
      client = jedis;
      begin(1, SaveMode.ERROR_IF_EXISTS);
      StepFault fault = new StepFault("forgotten" + list, StepFault.Kind.DIES_BEFORE, 11);
      assertThat(failure(fault, SaveMode.ERROR_IF_EXISTS)).as("%s", fault.steps()).isNotNull();
      try (Stream<Path> left = Files.list(root)) {
        assertThat(left.filter(path -> path.toString().endsWith(".draft"))).hasSize(1);
      }
      Configuration configuration = new Configuration();
      RunPlan plan = Run.planOf(OutputTarget.checkpointFolder(out().toString()), configuration);
      String name = client.smembers("{" + list + "}:runs").iterator().next();
      Optional<String> output = Optional.of(out().toString());
      assertThat(DroppedBatch.drop(plan, name, output, configuration)).isEqualTo(5);
      assertSettled("forgotten", 5, "");
    }
  }

  /** Of a driver that died its draft may stay: nothing tells whether it lives. */
  @ParameterizedTest
  @EnumSource(SaveMode.class)
  void theSameCommandOverFilesCompletesToo(SaveMode existing) throws Exception {
    Path input = Files.writeString(folder.resolve("input"), "new new\n");
    boolean more = true;
    int step = 1;
    while (more) {
      root = Files.createDirectory(folder.resolve("files-" + step));
      createOld(existing);
      BatchPlan plan =
          BatchPlan.of(
                  Jobs.named("word-count"),
                  InputFiles.of(List.of(input.toString())),
                  out().toString())
              .withSaveMode(existing);
      StepFault fault = new StepFault("files" + root, StepFault.Kind.DIES_BEFORE, step);
      try {
        Batch.run(plan, new LocalBatch(), SteppedFiles.of(fault), (done, all) -> {});
      } catch (BatchException e) {
        assertThat(fault.isReached()).as("%s", fault.steps()).isTrue();
      }
      more = fault.isReached();
      if (more && (existing == SaveMode.OVERWRITE || !Files.exists(out().resolve("_SUCCESS")))) {
        StepFault none = StepFault.none("next" + root);
        Batch.run(plan, new LocalBatch(), SteppedFiles.of(none), (done, all) -> {});
      }
      assertThat(out().resolve("_SUCCESS")).as("%s", fault.steps()).exists();
      assertThat(out().resolve("part-00000")).as("%s", fault.steps()).hasContent("new\t2\n");
      try (Stream<Path> left = Files.list(root)) {
        assertThat(left.map(path -> path.getFileName().toString()))
            .as("%s", fault.steps())
            .noneMatch(name -> name.endsWith(".former"));
      }
      step++;
    }
    assertThat(step).isGreaterThan(5);
  }
}
