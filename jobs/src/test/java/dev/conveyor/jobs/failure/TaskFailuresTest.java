package dev.conveyor.jobs.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
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

class TaskFailuresTest {
  private final RuntimeException telling =
      new UncheckedIOException(new IOException(new BatchException("cannot run it: why")));

  private final Configuration configuration = new Configuration();
  private FileSystem files;
  private Path draft;
  private TaskFailures failures;

  @BeforeEach
  void begin(@TempDir java.nio.file.Path folder) throws IOException {
    files = FileSystem.getLocal(configuration);
    draft = new Path(folder.toString(), "draft");
    failures = new TaskFailures(draft, configuration);
    failures.createFolder();
  }

  @Test
  void theDriverReadsTheFirstNote() {
    assertThat(failures.first()).isEmpty();
    failures.add(telling, "map-2");
    failures.add(new BatchException("cannot run it: later"), "map-1");
    assertThat(failures.first()).hasValue("cannot run it: why");
  }

  @ParameterizedTest
  @MethodSource("interruptions")
  void anInterruptedTaskIsNotTheReason(Exception interruption) {
    failures.add(new IllegalStateException(interruption), "map-1");
    assertThat(failures.first()).isEmpty();
  }

  static Stream<Exception> interruptions() {
    return Stream.of(
        new InterruptedException(), new InterruptedIOException(), new ClosedByInterruptException());
  }

  /** Errors of the JVM and of Hadoop too; on a full disk, where a note is an empty file. */
  @ParameterizedTest
  @MethodSource("errors")
  void anErrorIsOneLineWithARemedy(Throwable error, String reason, String remedy) {
    configuration.set(TaskFailures.JOB, "word-count");
    failures.add(new IllegalStateException("engine", error), "map-1");
    assertThat(failures.first())
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
    failures.add(telling, "map-1");
    assertThat(failures.first()).hasValue("cannot run it: why");
  }

  @Test
  void aTaskThatOutlivesTheDraftDoesNotBringItBack() throws IOException {
    files.delete(draft, true);
    failures.add(telling, "map-1");
    assertThat(files.exists(draft)).isFalse();
  }

  @Test
  void aResultHasNoNotes() throws IOException {
    failures.add(telling, "map-1");
    failures.clear();
    assertThat(files.listStatus(draft)).isEmpty();
  }
}
