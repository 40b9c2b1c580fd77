package dev.conveyor.jobs.local;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the files of inputs and cuts them into slices. Folders are read recursively, in the order
 * of their names. Below an input, names that begin with {@code _} or {@code .} are not data; a
 * folder {@code batch=…} without {@code _SUCCESS} was not finished and does not count.
 */
final class TextFiles {
  private static final String GZIP = ".gz";
  private static final Set<String> UNREADABLE =
      Set.of(".bz2", ".zst", ".xz", ".lz4", ".snappy", ".lzo", ".deflate", ".zip");

  private TextFiles() {}

  /**
   * The slices of all inputs, in order, none longer than {@code size} bytes unless it is
   * compressed.
   *
   * @throws BatchException if an input is missing or no text
   */
  static List<FileSlice> slices(List<Path> inputs, long size) {
    List<FileSlice> slices = new ArrayList<>();
    for (Path input : inputs) {
      try {
        for (Path file : files(input)) {
          slices.addAll(cut(file, size));
        }
      } catch (IOException e) {
        throw BatchException.cannot(
            "read input " + input, e, "name an existing file or folder that can be read");
      }
    }
    return slices;
  }

  private static List<Path> files(Path input) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        input,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return (folder.equals(input) || isData(folder)) && !isUnfinished(folder)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.equals(input) || isData(file)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(files);
    return files;
  }

  private static boolean isData(Path path) {
    String name = name(path);
    return !name.startsWith("_") && !name.startsWith(".");
  }

  private static boolean isUnfinished(Path folder) {
    return name(folder).startsWith("batch=") && !Files.exists(folder.resolve("_SUCCESS"));
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  private static List<FileSlice> cut(Path file, long size) throws IOException {
    check(file);
    String path = file.toString();
    long length = Files.size(file);
    if (path.endsWith(GZIP)) {
      return List.of(new GzipSlice(path, length));
    }
    List<FileSlice> slices = new ArrayList<>();
    for (long from = 0; from < length; from += size) {
      slices.add(new TextSlice(path, from, Math.min(length, from + size)));
    }
    return slices;
  }

  private static void check(Path file) {
    String name = name(file);
    if (!Files.isRegularFile(file)) {
      throw refused(file, "it is no regular file", "copy its contents into one");
    }
    if (!Files.isReadable(file)) {
      throw refused(file, "permission denied", "make it readable");
    }
    if (UNREADABLE.stream().anyMatch(name::endsWith)) {
      throw refused(
          file, "compressed in a way that this engine cannot read", "unpack it or use gzip");
    }
  }

  private static BatchException refused(Path file, String reason, String advice) {
    return new BatchException("cannot read input " + file + ": " + reason + "; " + advice);
  }
}
