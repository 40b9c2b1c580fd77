package dev.conveyor.streaming.run;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
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
public final class DurableFiles {
  private static final boolean IS_WINDOWS = File.separatorChar == '\\';

  private DurableFiles() {}

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

  /**
   * Makes a folder outlast a loss of power with all that lies in it, however that was written, and
   * the entry of the folder itself. Elsewhere than on this machine nothing is done: a distributed
   * file system holds more than one copy, and an object store keeps what it has acknowledged.
   */
  public static void syncTree(FileSystem files, Path folder) throws IOException {
    Path top = files.makeQualified(folder);
    Optional<java.nio.file.Path> local = local(files, top);
    if (local.isPresent()) {
      try (Stream<java.nio.file.Path> tree = Files.walk(local.get())) {
        for (java.nio.file.Path each : (Iterable<java.nio.file.Path>) tree::iterator) {
          force(each);
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      if (top.getParent() != null) {
        syncFolder(files, top.getParent());
      }
    }
  }

  private static void force(java.nio.file.Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Makes the entries of a folder outlast a loss of power, such as those of files that were moved
   * into it, if it is of this machine.
   */
  public static void syncFolder(FileSystem files, Path folder) throws IOException {
    Optional<java.nio.file.Path> local = local(files, folder);
    if (local.isPresent()) {
      force(local.get());
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
