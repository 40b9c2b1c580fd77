package dev.conveyor.streaming.spark.sql.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The name under which the addresses know a source of a query: the query's id, which Spark writes
 * to its checkpoint before anything else, and the source's place in the query: its number, or its
 * name with a hash, since the name of a run has less room.
 */
final class QueryRun {
  private static final int LONGEST = 64 << 10;
  private static final int LONGEST_PLACE = 40;
  private static final int HASH_DIGITS = 10;

  private QueryRun() {}

  /**
   * Returns the name of the run.
   *
   * @param folder of the source in the checkpoint, {@code CHECKPOINT/sources/PLACE}
   * @throws IllegalStateException if the checkpoint has no id
   */
  static String name(String folder, Configuration configuration) {
    Path source = new Path(folder);
    Path metadata = new Path(source.getParent().getParent(), "metadata");
    try (InputStream in = metadata.getFileSystem(configuration).open(metadata)) {
      String line = new String(in.readNBytes(LONGEST), UTF_8).strip();
      if (Json.read(line) instanceof Map<?, ?> fields
          && fields.get("id") instanceof String id
          && id.matches("[0-9A-Za-z-]{1,50}")) {
        return id + "-" + place(source.getName());
      }
      throw new IOException("it has no id");
    } catch (IOException e) {
      throw new IllegalStateException(
          "cannot read the id of the query from "
              + metadata
              + ": "
              + e.getMessage()
              + "; name a checkpoint that Spark has written, or a new folder",
          e);
    }
  }

  private static String place(String name) {
    if (name.matches("[0-9]{1," + LONGEST_PLACE + "}")) {
      return name;
    }
    String safe = name.replaceAll("[^A-Za-z0-9_-]", "-");
    String hash = UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString().replace("-", "");
    return safe.substring(0, Math.min(LONGEST_PLACE, safe.length()))
        + "-"
        + hash.substring(0, HASH_DIGITS);
  }
}
