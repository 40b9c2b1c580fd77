package dev.conveyor.streaming.run;

import dev.conveyor.streaming.MessagePage;
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
          for (MessagePage page = reader.read(); !page.isEmpty(); page = reader.read()) {
            page.forEach(message -> bodies.addAll(Texts.of(List.of(message))));
          }
        }
      }
    }
    return bodies;
  }
}
