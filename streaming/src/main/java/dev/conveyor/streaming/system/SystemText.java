package dev.conveyor.streaming.system;

import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks of text that this JVM exchanges with the operating system: arguments, environment
 * variables, file names. A JVM chooses the encoding from the locale when it starts: under {@code
 * LC_ALL=C} it is ASCII. Other characters become U+FFFD on the way in, and {@code ?} on the way
 * out. The text then names something else. Stateless and safe for threads.
 */
public final class SystemText {
  /** A UTF-8 locale that every Linux has, for processes on other machines. */
  public static final String UTF_8_LOCALE = "C.UTF-8";

  private static final char REPLACEMENT = '\uFFFD';

  /** The encodings of file names and arguments; JDK 18 made them one. */
  private static final List<Charset> ENCODINGS = encodings();

  private SystemText() {}

  private static List<Charset> encodings() {
    String names = System.getProperty("sun.jnu.encoding", "");
    Charset system = Charset.isSupported(names) ? Charset.forName(names) : Charset.defaultCharset();
    return Stream.of(system, Charset.defaultCharset()).distinct().toList();
  }

  /** Returns whether a text holds U+FFFD: its bytes were invalid in the encoding. */
  public static boolean isDamaged(String text) {
    return text.indexOf(REPLACEMENT) >= 0;
  }

  /** Returns whether a text reaches the system unchanged. */
  public static boolean isPassable(String text) {
    return ENCODINGS.stream().allMatch(encoding -> encoding.newEncoder().canEncode(text));
  }

  /** Returns the reason for damaged or unpassable text and the remedy, as the end of a message. */
  public static String reason() {
    List<Charset> others = ENCODINGS.stream().filter(each -> !each.name().equals("UTF-8")).toList();
    return others.isEmpty()
        ? "it is not UTF-8; write it in UTF-8"
        : "this JVM was started in a locale whose encoding is "
            + others.get(0).name()
            + "; set LC_ALL="
            + UTF_8_LOCALE
            + " where it starts, or another UTF-8 locale";
  }
}
