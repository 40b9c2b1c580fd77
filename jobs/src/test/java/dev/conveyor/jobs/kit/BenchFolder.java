package dev.conveyor.jobs.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A folder on disk for a benchmark, which leaves it empty. */
@State(Scope.Benchmark)
public class BenchFolder {
  private Path path;

  @Setup
  public void create() throws IOException {
    path = Files.createTempDirectory("conveyor-bench-");
  }

  @TearDown
  public void delete() throws IOException {
    Files.delete(path);
  }

  public Path path() {
    return path;
  }
}
