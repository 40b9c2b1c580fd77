package dev.conveyor.jobs.chaos;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small file system of its own in memory, which can be filled up. Mounting it needs root. */
final class Disk implements AutoCloseable {
  private static final String SIZE = "64m";

  private final Path folder;
  private final Path filling;

  /** Mounts it in that folder, which must be empty. */
  Disk(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    this.filling = folder.resolve("_filling");
    run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "chaos", folder.toString());
  }

  /** Returns whether this user may mount. */
  static boolean isPossible() {
    return "root".equals(System.getProperty("user.name")) && new File("/dev/shm").canWrite();
  }

  /** Leaves no byte free. */
  void fill() throws IOException {
    byte[] block = new byte[1 << 16];
    int size = block.length;
    try (OutputStream out = Files.newOutputStream(filling)) {
      while (size > 0) {
        try {
          out.write(block, 0, size);
        } catch (IOException e) {
          size /= 2;
        }
      }
    }
  }

  void free() throws IOException {
    Files.deleteIfExists(filling);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("cannot " + String.join(" ", List.of(command)) + "; run it as root");
    }
  }

  @Override
  public void close() throws IOException {
    try {
      run("umount", "-l", folder.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
