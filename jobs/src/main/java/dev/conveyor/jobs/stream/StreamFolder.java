package dev.conveyor.jobs.stream;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of a whole stream, before its first batch and after its last. Driver only. */
final class StreamFolder {
  private static final Logger LOG = LoggerFactory.getLogger(StreamFolder.class);

  private final String root;
  private final Configuration configuration;

  StreamFolder(String root, Configuration configuration) {
    this.root = root;
    this.configuration = configuration;
  }

  /**
   * Makes the folder, unless it is there and holds nothing.
   *
   * @throws StreamException if it holds something, or cannot be written to
   */
  void prepare() {
    try {
      Path path = new Path(root);
      FileSystem files = path.getFileSystem(configuration);
      if (files.exists(path) && files.getFileStatus(path).isFile()) {
        throw refused("a file is there; name another folder", null);
      }
      if (files.exists(path) && files.listStatus(path).length > 0) {
        throw refused("the folder is not empty; name a new one or remove it", null);
      }
      if (!files.mkdirs(new Path(path, BatchFolder.TEMPORARY))) {
        throw refused("the folder cannot be made there; name another folder", null);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw refused(e.getMessage() + "; name another folder", e);
    }
  }

  /** Removes what attempts have left behind, once no task runs any more. Harmless if it cannot. */
  void clear() {
    try {
      Path temporary = new Path(root, BatchFolder.TEMPORARY);
      temporary.getFileSystem(configuration).delete(temporary, true);
    } catch (IOException e) {
      LOG.warn("could not remove {}/{}: {}", root, BatchFolder.TEMPORARY, e.getMessage());
    }
  }

  private StreamException refused(String reason, Exception cause) {
    return new StreamException("cannot write to " + root + ": " + reason, cause);
  }
}
