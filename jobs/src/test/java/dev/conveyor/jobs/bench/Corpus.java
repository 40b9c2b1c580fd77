package dev.conveyor.jobs.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Text of a kind and a size, made from a seed. */
record Corpus(CorpusKind kind, long bytes, long seed) {
  private static final int BUFFER = 1 << 18;

  String fileName() {
    return kind.name() + "-" + bytes + "-" + seed + ".txt";
  }

  /** Returns its file in this folder, made there unless it exists. */
  Path in(Path folder) throws IOException {
    Path file = folder.resolve(fileName());
    if (!Files.exists(file)) {
      Files.createDirectories(folder);
      Path part = folder.resolve(fileName() + ".part");
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), BUFFER)) {
        kind.write(out, bytes, seed);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }
}
