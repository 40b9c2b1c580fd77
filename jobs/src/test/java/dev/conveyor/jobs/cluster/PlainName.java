package dev.conveyor.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Names a folder without spaces and colons, where options of Spark and Hadoop and class paths end:
 * by a symbolic link, unless the folder has such a name already. The link is deleted when this JVM
 * ends.
 */
public final class PlainName {
  private PlainName() {}

  public static Path of(Path folder) throws IOException {
    if (!folder.toString().matches(".*[ :].*")) {
      return folder;
    }
    Path link = Path.of("/tmp", "conveyor-" + UUID.randomUUID());
    link.toFile().deleteOnExit();
    return Files.createSymbolicLink(link, folder);
  }
}
