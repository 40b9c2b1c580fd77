package dev.conveyor.jobs.emr;

import java.util.Map;

/** Finds what is asked for in what the client has answered. */
final class ClientJson {
  private ClientJson() {}

  /** Returns the text under these names in nested objects; empty if it is none. */
  static String text(Map<?, ?> answer, String... names) {
    Object found = answer;
    for (String name : names) {
      found = found instanceof Map<?, ?> inner ? inner.get(name) : null;
    }
    return found instanceof String text ? text : "";
  }
}
