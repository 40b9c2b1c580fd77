package dev.conveyor.jobs.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;

/** A file system in memory of its own, with the options of {@code mount}. Closing unmounts it. */
record SmallDisk(Path place) implements AutoCloseable {

  /** Skips the test where this user cannot mount, as in most containers. */
  static SmallDisk at(Path place, String options) throws IOException, InterruptedException {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", options, "tmpfs", place.toString()),
        "a file system can be mounted only by root");
    return new SmallDisk(place);
  }

  private static boolean run(String... words) throws InterruptedException {
    try {
      return new ProcessBuilder(words).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // There is no such program.
    }
  }

  @Override
  public void close() throws InterruptedException {
    run("umount", "-l", place.toString());
  }
}
