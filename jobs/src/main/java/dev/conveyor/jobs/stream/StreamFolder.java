package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.run.FileReason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
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
   * Makes the folder, unless it is there and holds nothing but what a recorded run has left.
   *
   * @param recorded whether the run that writes here has a record
   * @param own what may be there before there is a record: the names of files that are not results
   * @throws StreamException if it holds something else, or cannot be written to
   */
  void prepare(boolean recorded, List<String> own) {
    try {
      Path path = new Path(root);
      FileSystem files = path.getFileSystem(configuration);
      if (files.exists(path) && files.getFileStatus(path).isFile()) {
        throw refused("a file is there; name another folder", null);
      }
      if (!recorded && files.exists(path) && holdsOthers(files.listStatus(path), own)) {
        throw refused(
            "the folder is not empty, and holds no record of a run; name a new one or remove it",
            null);
      }
      if (!files.mkdirs(path)) {
        throw refused("the folder cannot be made there; name another folder", null);
      }
    } catch (StreamException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw refused(FileReason.of(e) + "; name another folder", e);
    }
  }

  private static boolean holdsOthers(FileStatus[] found, List<String> own) {
    return Arrays.stream(found).anyMatch(one -> !own.contains(one.getPath().getName()));
  }

  /**
   * Removes what the tasks of earlier drivers have written and nobody has moved into place, so that
   * nobody can any more.
   */
  void clearBefore(long token) {
    try {
      FileSystem files = temporary().getFileSystem(configuration);
      for (FileStatus left : files.listStatus(temporary())) {
        String name = left.getPath().getName();
        if (!name.matches("[0-9]{1,18}") || Long.parseLong(name) < token) {
          files.delete(left.getPath(), true);
        }
      }
    } catch (FileNotFoundException e) {
      // There was none.
    } catch (IOException e) {
      throw refused(FileReason.of(e) + "; see to the file system and start again", e);
    }
  }

  /** Removes what attempts of this driver have left behind. Harmless if it cannot. */
  void clear(long token) {
    try {
      FileSystem files = temporary().getFileSystem(configuration);
      files.delete(new Path(temporary(), Long.toString(token)), true);
      if (files.exists(temporary()) && files.listStatus(temporary()).length == 0) {
        files.delete(temporary(), false);
      }
    } catch (IOException e) {
      LOG.warn("could not remove {}: {}", temporary(), FileReason.of(e));
    }
  }

  private Path temporary() {
    return new Path(root, BatchFolder.TEMPORARY);
  }

  private StreamException refused(String reason, Exception cause) {
    return new StreamException("cannot write to " + root + ": " + reason, cause);
  }
}
