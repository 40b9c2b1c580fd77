package dev.conveyor.jobs.local;

import dev.conveyor.jobs.stage.ResultLines;
import dev.conveyor.jobs.stage.Tally;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;

/**
 * The folder of a result. It is written beside its place, under a hidden name, and appears whole or
 * not at all; closing without {@link #commit} leaves nothing.
 */
final class BatchOutput implements AutoCloseable {
  private final Path place;
  private final Path draft;
  private final Path former;
  private final Existing existing;
  private final DeadLetters deadLetters;

  private BatchOutput(Path place, Existing existing, String job) {
    String hidden = "." + place.getFileName() + "." + UUID.randomUUID();
    this.place = place;
    this.draft = place.resolveSibling(hidden + ".draft");
    this.former = place.resolveSibling(hidden + ".former");
    this.existing = existing;
    this.deadLetters = new DeadLetters(draft.resolve("_dead").resolve(job).resolve("part-00000"));
  }

  /**
   * Prepares the place for a result.
   *
   * @throws BatchException if something is there that is not to be replaced
   */
  static BatchOutput open(Path output, Existing existing, String job) throws IOException {
    Path place = output.toAbsolutePath().normalize();
    if (place.getFileName() == null) {
      throw refused(output, "it is the root of the file system", "name a folder below it");
    }
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      checkReplaceable(output, existing);
    }
    BatchOutput result = new BatchOutput(place, existing, job);
    Files.createDirectories(result.draft);
    return result;
  }

  private static void checkReplaceable(Path output, Existing existing) {
    if (!Files.isDirectory(output)) {
      throw refused(output, "a file is there", "name another folder");
    }
    if (existing == Existing.REFUSE) {
      throw refused(output, "it exists", "name another folder, or add --overwrite");
    }
  }

  DeadLetters deadLetters() {
    return deadLetters;
  }

  /** Writes the lines of the result. */
  void write(Tally tally) throws IOException {
    try (OutputStream out = create("part-00000")) {
      ResultLines.write(tally, out);
    }
  }

  /** Makes the result appear; what was there goes. */
  void commit() throws IOException {
    deadLetters.close();
    create("_SUCCESS").close();
    if (existing == Existing.REPLACE && Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      replace();
    } else {
      move(draft, place);
    }
  }

  private void replace() throws IOException {
    move(place, former);
    try {
      move(draft, place);
    } catch (IOException e) {
      move(former, place);
      throw e;
    }
    delete(former);
  }

  /** Fails where something lies that was not there when the batch began. */
  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what did not become the result. */
  @Override
  public void close() throws IOException {
    try {
      deadLetters.close();
    } finally {
      delete(draft);
    }
  }

  private OutputStream create(String name) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(draft.resolve(name)), 64 << 10);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static BatchException refused(Path output, String reason, String advice) {
    return new BatchException("cannot write output " + output + ": " + reason + "; " + advice);
  }
}
