package dev.conveyor.jobs.batch;

import dev.conveyor.streaming.run.FilePath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a glob matches on one file system, as shells have it, {@code **} included: any number of
 * folders. A component that is the very name of something stands for that. Names that begin with
 * {@code _} or {@code .} are matched only where the component begins with the same character.
 */
final class FileGlob {
  private static final String ANY_FOLDERS = "**";

  private final FileSystem files;

  FileGlob(FileSystem files) {
    this.files = files;
  }

  /**
   * What matches, each once.
   *
   * @throws FileNotFoundException if nothing does
   * @throws IOException if a folder on the way, or what matches, cannot be looked at
   * @throws IllegalArgumentException if it is no glob
   */
  List<FileStatus> matching(Path glob) throws IOException {
    Path whole = files.makeQualified(glob);
    List<Path> reached = List.of(new Path(whole, "/"));
    String[] components = whole.toUri().getPath().substring(1).split("/", -1);
    for (int i = 0; i < components.length; i++) {
      boolean isLast = i == components.length - 1;
      reached = step(reached, isLast && components[i].equals(ANY_FOLDERS) ? "*" : components[i]);
    }
    Map<Path, FileStatus> matching = new LinkedHashMap<>();
    for (Path path : reached) {
      FolderListing.status(files, path).ifPresent(status -> matching.put(path, status));
    }
    if (matching.isEmpty()) {
      throw new FileNotFoundException("nothing matches " + glob);
    }
    return List.copyOf(matching.values());
  }

  private List<Path> step(List<Path> folders, String component) throws IOException {
    List<Path> reached = new ArrayList<>();
    for (Path folder : folders) {
      Path child = FilePath.child(folder, component);
      if (!NamePattern.isPattern(component) || FolderListing.status(files, child).isPresent()) {
        reached.add(child);
      } else if (isFolder(folder)) {
        reached.addAll(
            component.equals(ANY_FOLDERS)
                ? new FolderTree(files).folders(folder)
                : matching(folder, component));
      }
    }
    return reached;
  }

  private boolean isFolder(Path path) throws IOException {
    Optional<FileStatus> status = FolderListing.status(files, path);
    return status.isPresent() && status.get().isDirectory();
  }

  private List<Path> matching(Path folder, String component) throws IOException {
    Pattern pattern = NamePattern.of(component);
    return FolderListing.children(
            files,
            folder,
            name ->
                (TextFiles.isData(name) || name.charAt(0) == component.charAt(0))
                    && pattern.matcher(name).matches())
        .stream()
        .map(FileStatus::getPath)
        .toList();
  }
}
