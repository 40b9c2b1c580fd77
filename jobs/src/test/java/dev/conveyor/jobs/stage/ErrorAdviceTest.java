package dev.conveyor.jobs.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors of JVMs and clusters, as thrown here or reported by an engine. */
class ErrorAdviceTest {

  static Stream<Arguments> thrown() {
    return Stream.of(
        Arguments.of(new OutOfMemoryError("Java heap space"), "-Xmx"),
        Arguments.of(new OutOfMemoryError("Metaspace"), "-XX:MaxMetaspaceSize"),
        Arguments.of(
            new OutOfMemoryError("unable to create native thread: possibly out of memory"),
            "ulimit -u"),
        Arguments.of(new OutOfMemoryError("Direct buffer memory"), "-XX:MaxDirectMemorySize"),
        Arguments.of(new StackOverflowError(), "-Xss"),
        Arguments.of(
            new UnsatisfiedLinkError("/tmp/libzstd-jni-1.so: failed to map segment"), "noexec"),
        Arguments.of(
            new ExceptionInInitializerError("Cannot unpack libzstd-jni-1: Read-only file system"),
            "java.io.tmpdir"),
        Arguments.of(
            new NoClassDefFoundError("Could not initialize class org.xerial.snappy.Snappy"),
            "java.io.tmpdir"),
        Arguments.of(new NoClassDefFoundError("org/example/Library"), "class path"),
        Arguments.of(new NoSuchMethodError("'void org.example.Library.call()'"), "class path"),
        Arguments.of(
            new IllegalStateException("a task", new IOException("No space left on device")),
            "hadoop.tmp.dir"),
        Arguments.of(new IOException("/out: Read-only file system"), "can be written"));
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void knowsWhatWasThrown(Throwable thrown, String remedy) {
    assertThat(ErrorAdvice.on(thrown)).get().asString().contains(remedy).doesNotContain("\n");
    Exception wrapped = new RuntimeException("the engine", new RuntimeException(thrown));
    assertThat(ErrorAdvice.on(wrapped)).isEqualTo(ErrorAdvice.on(thrown));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ExecutorLostFailure (executor 1 exited): Command exited with code 52 | spark.executor.memory",
        "Container exited with a non-zero exit code 137. Killed by external signal | -Xmx",
        "[INVALID_DRIVER_MEMORY] System memory 39845888 must be at least 471859200. | -Xmx",
        "Container is running beyond physical memory limits. | mapreduce.map.java.opts",
        "Error: Java heap space | mapreduce.map.java.opts",
        "Could not find any valid local directory for output/spill0.out | hadoop.tmp.dir",
      })
  void knowsWhatAnEngineTells(String told, String remedy) {
    assertThat(ErrorAdvice.on(told)).get().asString().contains(remedy);
  }

  @Test
  void saysNothingOfWhatItDoesNotKnow() {
    assertThat(ErrorAdvice.on(new IllegalStateException("no word"))).isEmpty();
    Exception circular = new IllegalStateException("one");
    circular.initCause(new IllegalStateException("two", circular));
    assertThat(ErrorAdvice.on(circular)).isEmpty();
  }
}
