package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.SliceReader;
import dev.conveyor.streaming.Texts;
import java.util.ArrayList;
import java.util.List;

/** Reads a snapshot in this process, for tests. */
final class SnapshotReading {
  private SnapshotReading() {}

  /** Returns its messages of one address. */
  static List<String> bodies(Snapshot snapshot, int address) throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    for (SnapshotPart part : snapshot.parts(4)) {
      if (part.address() == address) {
        try (SliceReader reader = part.slice().open()) {
          for (List<Message> page = reader.read(); !page.isEmpty(); page = reader.read()) {
            bodies.addAll(Texts.of(page));
          }
        }
      }
    }
    return bodies;
  }
}
