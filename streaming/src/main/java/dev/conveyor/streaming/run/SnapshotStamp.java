package dev.conveyor.streaming.run;

import dev.conveyor.streaming.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * The file {@code _snapshot} in an output folder: it names the snapshot whose results these are.
 */
final class SnapshotStamp {
  private static final String NAME = "_snapshot";
  private static final String SUCCESS = "_SUCCESS";

  private final CheckpointFolder folder;

  SnapshotStamp(String folder, Configuration configuration) {
    this.folder = new CheckpointFolder(folder, configuration);
  }

  void write(String run, long token) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run", run);
    fields.put("token", token);
    folder.write(NAME, Json.line(fields));
  }

  /** Returns whether the folder has the stamp of that run. */
  boolean isOf(String run) {
    return folder.read(NAME).filter(line -> isOf(line, run)).isPresent();
  }

  private static boolean isOf(String line, String run) {
    try {
      return CheckpointJson.text(CheckpointJson.parse(line), "run").equals(run);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Returns whether the folder has {@code _SUCCESS}. */
  boolean isComplete() {
    return folder.list().contains(SUCCESS);
  }
}
