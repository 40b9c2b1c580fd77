package dev.conveyor.jobs.bench;

import java.util.Locale;

/** The kind of queue that holds the messages. */
enum Kind {
  LIST,
  STREAM;

  /** As it stands in an address. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
