package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The name under which the addresses know a source of a query: the query's id, which Spark writes
 * to its checkpoint before anything else, and the source's place in the query.
 */
final class QueryRun {
  private static final int LONGEST = 64 << 10;
  private static final int LONGEST_PLACE = 40;

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
    String place = source.getName().replaceAll("[^A-Za-z0-9_-]", "-");
    try (InputStream in = metadata.getFileSystem(configuration).open(metadata)) {
      String line = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
      if (Json.read(line) instanceof Map<?, ?> fields
          && fields.get("id") instanceof String id
          && id.matches("[0-9A-Za-z-]{1,50}")) {
        return id + "-" + place.substring(0, Math.min(LONGEST_PLACE, place.length()));
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
}
