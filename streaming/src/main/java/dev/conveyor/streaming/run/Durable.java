package dev.conveyor.streaming.run;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * Writes files that outlast a loss of power once they are closed: synchronized by {@code hsync}
 * where the file system can, and by their directory where it is of this machine. An object store
 * keeps what it has acknowledged.
 *
 * <p>See <a href="https://man7.org/linux/man-pages/man2/fsync.2.html">fsync(2)</a>: the entry of a
 * new file is in its directory, which is synchronized apart from it.
 */
final class Durable {
  private static final boolean IS_WINDOWS = File.separatorChar == '\\';

  private Durable() {}

  /**
   * The file system to write with. Hadoop's local one hides {@code hsync} behind its checksums; the
   * one below it does not.
   */
  static FileSystem of(FileSystem files) {
    return files instanceof LocalFileSystem local ? local.getRaw() : files;
  }

  /** Writes a file, or writes it anew, with the folders that it needs. */
  static void write(FileSystem files, Path given, byte[] content) throws IOException {
    Path file = files.makeQualified(given);
    Path folder = file.getParent();
    Optional<java.nio.file.Path> local = local(files, folder);
    while (local.isPresent() && !Files.exists(local.get())) {
      folder = folder.getParent();
      local = local(files, folder);
    }
    try (FSDataOutputStream out = files.create(file, true)) {
      out.write(content);
      sync(out);
    }
    Path made = file.getParent();
    while (made != null && made.depth() >= folder.depth()) {
      syncFolder(files, made);
      made = made.getParent();
    }
  }

  /** Synchronizes what was written so far, where the file system can. */
  static void sync(FSDataOutputStream out) throws IOException {
    if (out.hasCapability(StreamCapabilities.HSYNC)) {
      out.hsync();
    }
  }

  /** Synchronizes the entries of a folder, if it is of this machine. */
  static void syncFolder(FileSystem files, Path folder) throws IOException {
    Optional<java.nio.file.Path> local = local(files, folder);
    if (local.isPresent()) {
      try (FileChannel directory = FileChannel.open(local.get(), StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  /** Empty if it is elsewhere, or where a directory cannot be opened like a file. */
  private static Optional<java.nio.file.Path> local(FileSystem files, Path folder) {
    if (!files.getUri().getScheme().equals("file") || IS_WINDOWS) {
      return Optional.empty();
    }
    return Optional.of(java.nio.file.Path.of(files.makeQualified(folder).toUri().getPath()));
  }
}
