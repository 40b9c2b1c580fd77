package dev.conveyor.jobs.kit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Reads the files of a folder in which others write, move and delete some meanwhile. */
public final class LiveFiles extends SimpleFileVisitor<Path> {
  private final List<String> texts = new ArrayList<>();

  private LiveFiles() {}

  /** Returns each file's path and content, except of those that are gone before they are read. */
  public static List<String> texts(Path folder) throws IOException {
    LiveFiles files = new LiveFiles();
    Files.walkFileTree(folder, files);
    return files.texts;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    if (attributes.isRegularFile()) {
      try {
        texts.add(file + "\n" + Files.readString(file, ISO_8859_1));
      } catch (NoSuchFileException e) {
        return FileVisitResult.CONTINUE;
      }
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
    return failure == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, failure);
  }
}
