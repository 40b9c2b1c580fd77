package dev.conveyor.jobs.input;

import dev.conveyor.streaming.run.BatchSpan;
import dev.conveyor.streaming.run.FoldedBatches;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;

/**
 * The data files below a folder. Names that begin with {@code _} or {@code .} are not data. Neither
 * is a folder {@code batch=…} without {@code _SUCCESS}, which is unfinished, nor one whose batches
 * a fold holds, see {@link FoldedBatches}. A stream and {@code compact} may write to it meanwhile.
 */
final class FolderTree {
  private static final String SUCCESS = FileOutputCommitter.SUCCEEDED_FILE_NAME;

  /** Between two of them, batches are folded. */
  private static final int MOST_WALKS = 10;

  private final FileSystem files;
  private final FolderListing listing;

  FolderTree(FileSystem files) {
    this.files = files;
    this.listing = new FolderListing(files);
  }

  /**
   * Visits all files below a folder, or the file itself.
   *
   * @throws IOException if a folder cannot be listed, or a link leads back to one above it
   */
  void forEachFile(FileStatus root, Consumer<FileStatus> visitor) throws IOException {
    found(root).files().forEach(visitor);
  }

  /**
   * Returns the folder and all folders below it.
   *
   * @throws IOException as {@link #forEachFile} does
   */
  List<Path> folders(Path root) throws IOException {
    return found(files.getFileStatus(root)).folders();
  }

  private record Found(List<Path> folders, List<FileStatus> files) {
    private void addAll(Found other) {
      folders.addAll(other.folders);
      files.addAll(other.files);
    }
  }

  private Found found(FileStatus root) throws IOException {
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    walk(root, List.of(), found);
    return found;
  }

  private void walk(FileStatus status, List<String> above, Found found) throws IOException {
    if (status.isFile()) {
      found.files().add(status);
      return;
    }
    Path folder = status.getPath();
    List<String> path = new ArrayList<>(above);
    path.add(realPath(folder, above));
    List<FileStatus> children = children(folder);
    if (isUnfinished(folder.getName(), children)) {
      return;
    }
    found.folders().add(folder);
    if (names(children).stream().anyMatch(name -> BatchSpan.named(name).isPresent())) {
      found.addAll(batches(folder, children, path));
    } else {
      for (FileStatus child : children) {
        walkData(child, path, found);
      }
    }
  }

  private void walkData(FileStatus child, List<String> path, Found found) throws IOException {
    if (TextFiles.isData(child.getPath().getName())) {
      walk(child, path, found);
    }
  }

  /** Walks the folder of a job until no batches are folded meanwhile. */
  private Found batches(Path folder, List<FileStatus> listed, List<String> path)
      throws IOException {
    List<FileStatus> children = listed;
    for (int walks = 1; ; walks++) {
      FoldedBatches folds = folds(folder, children);
      Found found = new Found(new ArrayList<>(), new ArrayList<>());
      IOException gone = null;
      try {
        for (FileStatus child : children) {
          if (!folds.hide(child.getPath().getName())) {
            walkData(child, path, found);
          }
        }
      } catch (FileNotFoundException | NoSuchFileException | FolderListing.GoneException e) {
        gone = e;
      }
      children = children(folder);
      if (gone == null && folds.equals(folds(folder, children))) {
        return found;
      }
      if (walks == MOST_WALKS) {
        throw gone != null ? gone : new IOException("its batches are being folded again and again");
      }
    }
  }

  private FoldedBatches folds(Path folder, List<FileStatus> children) throws IOException {
    return FoldedBatches.in(files, folder, names(children));
  }

  private List<FileStatus> children(Path folder) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return listing.children(folder, name -> TextFiles.isData(name) || name.equals(SUCCESS));
      } catch (FolderListing.GoneException e) {
        if (attempt == MOST_WALKS || !e.isOfBatches()) {
          throw e;
        }
      }
    }
  }

  private static List<String> names(List<FileStatus> children) {
    return children.stream().map(child -> child.getPath().getName()).toList();
  }

  /** Detects cycles of links, which only local folders can have. */
  private static String realPath(Path folder, List<String> above) throws IOException {
    String real =
        TextFiles.isLocal(folder)
            ? TextFiles.local(folder).toRealPath().toString()
            : folder.toString();
    if (above.contains(real)) {
      throw new IOException(
          "the link " + TextFiles.shown(folder) + " leads back to a folder above it");
    }
    return real;
  }

  private static boolean isUnfinished(String folder, List<FileStatus> children) {
    return folder.startsWith("batch=")
        && children.stream().noneMatch(child -> child.getPath().getName().equals(SUCCESS));
  }
}
