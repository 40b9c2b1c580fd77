package dev.conveyor.jobs.bench;

import java.util.Locale;

/** What the messages wait in. */
enum Kind {
  LIST,
  STREAM;

  /** As it stands in an address. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
