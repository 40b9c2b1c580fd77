package dev.conveyor.jobs.input;

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
 * Finds the files that a glob matches on one file system, as a shell does. {@code **} matches any
 * number of folders. A component that matches nothing is a name. Names that begin with {@code _} or
 * {@code .} match only a component that begins with the same character.
 */
final class FileGlob {
  private static final String ANY_FOLDERS = "**";

  private final FileSystem files;
  private final FolderListing listing;

  FileGlob(FileSystem files) {
    this.files = files;
    this.listing = new FolderListing(files);
  }

  /**
   * Returns the matching files and folders, each once.
   *
   * @throws FileNotFoundException if none matches
   * @throws IOException if a folder on the path, or a match, cannot be read
   * @throws IllegalArgumentException if the glob is malformed, or is also the name of a file that
   *     it does not match
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
      listing.status(path).ifPresent(status -> matching.put(path, status));
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
      if (!NamePattern.isPattern(component)) {
        reached.add(child);
      } else if (isFolder(folder)) {
        reached.addAll(matchingOrNamed(folder, component, child));
      }
    }
    return reached;
  }

  private List<Path> matchingOrNamed(Path folder, String component, Path named) throws IOException {
    if (component.equals(ANY_FOLDERS)) {
      return new FolderTree(files).folders(folder);
    }
    boolean isName = listing.status(named).isPresent();
    List<Path> matching;
    try {
      matching = matching(folder, component);
    } catch (IllegalArgumentException e) {
      if (isName) {
        return List.of(named);
      }
      throw e;
    }
    if (!isName || matching.contains(named)) {
      return matching;
    }
    if (matching.isEmpty()) {
      return List.of(named);
    }
    throw ambiguous(component, matching.get(0).getName());
  }

  /** An error, since either choice would silently omit or add files. */
  static IllegalArgumentException ambiguous(String name, String match) {
    return new IllegalArgumentException(
        "a file has the name "
            + name
            + ", which as a pattern matches "
            + match
            + "; write a backslash before *, ?, [, { and backslash for the file, or rename it, or");
  }

  private boolean isFolder(Path path) throws IOException {
    Optional<FileStatus> status = listing.status(path);
    return status.isPresent() && status.get().isDirectory();
  }

  private List<Path> matching(Path folder, String component) throws IOException {
    Pattern pattern = NamePattern.of(component);
    return listing
        .children(
            folder,
            name ->
                (TextFiles.isData(name) || name.charAt(0) == component.charAt(0))
                    && pattern.matcher(name).matches())
        .stream()
        .map(FileStatus::getPath)
        .toList();
  }
}
