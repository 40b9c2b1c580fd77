package dev.conveyor.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.stage.Jobs;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import dev.conveyor.jobs.input.BatchException;

class TaskFailureTest {
  private final RuntimeException telling =
      new UncheckedIOException(new IOException(new BatchException("cannot run it: why")));

  private final Configuration configuration = new Configuration();
  private FileSystem files;
  private Path draft;

  @BeforeEach
  void begin(@TempDir java.nio.file.Path folder) throws IOException {
    files = FileSystem.getLocal(configuration);
    draft = new Path(folder.toString(), "draft");
    TaskFailure.expect(draft, files);
  }

  @Test
  void theDriverReadsTheFirstNote() {
    assertThat(TaskFailure.read(draft, configuration)).isEmpty();
    TaskFailure.note(telling, draft, "map-2", configuration);
    TaskFailure.note(new BatchException("cannot run it: later"), draft, "map-1", configuration);
    assertThat(TaskFailure.read(draft, configuration)).hasValue("cannot run it: why");
  }

  @ParameterizedTest
  @MethodSource("interruptions")
  void anInterruptedTaskIsNotTheReason(Exception interruption) {
    TaskFailure.note(new IllegalStateException(interruption), draft, "map-1", configuration);
    assertThat(TaskFailure.read(draft, configuration)).isEmpty();
  }

  static Stream<Exception> interruptions() {
    return Stream.of(
        new InterruptedException(), new InterruptedIOException(), new ClosedByInterruptException());
  }

  /** Errors of the JVM and of Hadoop too; on a full disk, where a note is an empty file. */
  @ParameterizedTest
  @MethodSource("errors")
  void anErrorIsOneLineWithARemedy(Throwable error, String reason, String remedy) {
    BatchPlan.of(Jobs.named("word-count"), List.of("in"), "out").write(configuration);
    TaskFailure.note(new IllegalStateException("engine", error), draft, "map-1", configuration);
    assertThat(TaskFailure.read(draft, configuration))
        .get()
        .asString()
        .startsWith("cannot run job word-count: " + reason)
        .contains(remedy)
        .doesNotContain("\n");
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(new OutOfMemoryError("Java heap space"), "java.lang.OutOfMemoryError", "-Xmx"),
        Arguments.of(new StackOverflowError(), "java.lang.StackOverflowError", "-Xss"),
        Arguments.of(new NoSuchMethodError("x"), "java.lang.NoSuchMethodError", "class path"),
        Arguments.of(
            new AssertionError(new IOException("No space left on device")),
            "No space left on device",
            "free space"),
        Arguments.of(new IOException("odd"), "odd", "see the logs"));
  }

  @Test
  void whatNoFileTakesIsReadInThisJvm() throws IOException {
    files.delete(draft, true);
    files.create(new Path(draft, "_failures")).close();
    TaskFailure.note(telling, draft, "map-1", configuration);
    assertThat(TaskFailure.read(draft, configuration)).hasValue("cannot run it: why");
  }

  @Test
  void aTaskThatOutlivesTheDraftDoesNotBringItBack() throws IOException {
    files.delete(draft, true);
    TaskFailure.note(telling, draft, "map-1", configuration);
    assertThat(files.exists(draft)).isFalse();
  }

  @Test
  void aResultHasNoNotes() throws IOException {
    TaskFailure.note(telling, draft, "map-1", configuration);
    TaskFailure.forget(draft, files);
    assertThat(files.listStatus(draft)).isEmpty();
  }
}
