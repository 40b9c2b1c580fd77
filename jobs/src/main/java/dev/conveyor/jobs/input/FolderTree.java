package dev.conveyor.jobs.input;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;

/**
 * The data files below a folder. Names that begin with {@code _} or {@code .} are not data. Neither
 * is a folder {@code batch=…} without {@code _SUCCESS}, which is unfinished.
 */
final class FolderTree {
  private static final String SUCCESS = FileOutputCommitter.SUCCEEDED_FILE_NAME;

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
    walk(root, List.of(), status -> {}, visitor);
  }

  /**
   * Returns the folder and all folders below it.
   *
   * @throws IOException as {@link #forEachFile} does
   */
  List<Path> folders(Path root) throws IOException {
    List<Path> folders = new ArrayList<>();
    walk(files.getFileStatus(root), List.of(), folder -> folders.add(folder.getPath()), file -> {});
    return folders;
  }

  private void walk(
      FileStatus status,
      List<String> above,
      Consumer<FileStatus> onFolder,
      Consumer<FileStatus> onFile)
      throws IOException {
    if (status.isFile()) {
      onFile.accept(status);
      return;
    }
    Path folder = status.getPath();
    List<String> path = new ArrayList<>(above);
    path.add(realPath(folder, above));
    List<FileStatus> children =
        listing.children(folder, name -> TextFiles.isData(name) || name.equals(SUCCESS));
    if (isUnfinished(folder.getName(), children)) {
      return;
    }
    onFolder.accept(status);
    for (FileStatus child : children) {
      if (TextFiles.isData(child.getPath().getName())) {
        walk(child, path, onFolder, onFile);
      }
    }
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
