package dev.conveyor.jobs.emr;

import java.util.Map;

/** Reads fields of the client's JSON answers. */
final class ClientJson {
  private ClientJson() {}

  /** Returns the text at a path of names in nested objects; empty if it is missing or not text. */
  static String text(Map<?, ?> answer, String... names) {
    Object found = answer;
    for (String name : names) {
      found = found instanceof Map<?, ?> inner ? inner.get(name) : null;
    }
    return found instanceof String text ? text : "";
  }
}
