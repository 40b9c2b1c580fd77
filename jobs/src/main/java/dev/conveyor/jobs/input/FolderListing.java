package dev.conveyor.jobs.input;

import dev.conveyor.streaming.run.BatchSpan;
import dev.conveyor.streaming.run.FilePath;
import dev.conveyor.streaming.system.SystemText;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Lists folders completely: an entry that cannot be read is an error. Hadoop omits entries of a
 * local folder that it cannot follow, such as dangling links.
 */
record FolderListing(FileSystem files) {

  /**
   * Returns the children with matching names, in no order.
   *
   * @throws GoneException if one of these children is deleted meanwhile
   * @throws IOException if the folder, or one of these children, cannot be read
   */
  List<FileStatus> children(Path folder, Predicate<String> names) throws IOException {
    List<FileStatus> children = new ArrayList<>();
    if (TextFiles.isLocal(folder)) {
      for (String name : localNames(folder, names)) {
        Path child = FilePath.child(folder, name);
        children.add(status(child).orElseThrow(() -> new GoneException(child)));
      }
      return children;
    }
    for (FileStatus child : files.listStatus(folder)) {
      if (names.test(child.getPath().getName())) {
        children.add(child);
      }
    }
    return children;
  }

  /** A child that was deleted while its folder was listed. */
  static final class GoneException extends IOException {
    private static final long serialVersionUID = 1;

    private final String name;

    private GoneException(Path child) {
      super(TextFiles.shown(child) + " is listed but gone");
      name = child.getName();
    }

    /** Returns whether it was a folder of batches, which a fold may have replaced. */
    boolean isOfBatches() {
      return BatchSpan.named(name).isPresent();
    }
  }

  private static List<String> localNames(Path folder, Predicate<String> names) throws IOException {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<java.nio.file.Path> children =
        Files.newDirectoryStream(TextFiles.local(folder))) {
      for (java.nio.file.Path child : children) {
        String name = child.getFileName().toString();
        if (names.test(name)) {
          requireWhole(name, folder);
          found.add(name);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  private static void requireWhole(String name, Path folder) throws IOException {
    if (SystemText.isDamaged(name)) {
      throw new IOException(
          "the name "
              + name
              + " in "
              + TextFiles.shown(folder)
              + " cannot be read: "
              + SystemText.reason());
    }
  }

  /**
   * Returns the status of a path; empty if nothing exists there.
   *
   * @throws IOException if something exists there that cannot be read
   */
  Optional<FileStatus> status(Path path) throws IOException {
    try {
      return Optional.of(files.getFileStatus(path));
    } catch (FileNotFoundException e) {
      if (TextFiles.isLocal(path)) {
        requireNothing(path);
      }
      return Optional.empty();
    }
  }

  private static void requireNothing(Path path) throws IOException {
    try {
      Files.readAttributes(
          TextFiles.local(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      return;
    }
    throw new IOException("the link " + TextFiles.shown(path) + " leads nowhere");
  }
}
