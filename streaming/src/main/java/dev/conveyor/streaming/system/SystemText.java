package dev.conveyor.streaming.system;

import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Stream;

/**
 * Text that this JVM exchanges with the operating system: arguments, variables of the environment,
 * names of files. A JVM chooses an encoding for it from the locale when it starts: under {@code
 * LC_ALL=C} that is ASCII. Other characters become U+FFFD on the way in, and {@code ?} on the way
 * out, so that they name something else. Stateless, safe for threads.
 */
public final class SystemText {
  /** A locale of UTF-8 that every Linux has, for processes that are started elsewhere. */
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

  /** Returns whether it holds U+FFFD: it came in with bytes that were no text in the encoding. */
  public static boolean isDamaged(String text) {
    return text.indexOf(REPLACEMENT) >= 0;
  }

  /** Returns whether the system gets this text as it is. */
  public static boolean isPassable(String text) {
    return ENCODINGS.stream().allMatch(encoding -> encoding.newEncoder().canEncode(text));
  }

  /** Why a text is damaged or not passable, and what to do, as the end of one line for the user. */
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
