package dev.conveyor.jobs.console;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The width of the controlling terminal, also after it was resized. Asks {@code stty} once, and
 * again after each SIGWINCH. Thread-safe.
 */
final class TerminalSize {
  private static final String TERMINAL = "/dev/tty";
  private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("\\d+ ([1-9]\\d{0,3})");
  private static final long LIMIT_MILLIS = 1_000;
  private static final TerminalSize OF_PROCESS = new TerminalSize();

  private final AtomicBoolean isStale = new AtomicBoolean(true);
  private boolean isFollowed;
  private OptionalInt columns = OptionalInt.empty();

  private TerminalSize() {}

  /** Returns the present number of columns; empty without a terminal or {@code stty}. */
  static OptionalInt columns() {
    return OF_PROCESS.current();
  }

  private synchronized OptionalInt current() {
    if (!isFollowed) {
      isFollowed = true;
      follow(() -> isStale.set(true));
    }
    if (isStale.getAndSet(false)) {
      columns = ask();
    }
    return columns;
  }

  private static OptionalInt ask() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File(TERMINAL))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
        stty.destroyForcibly();
        return OptionalInt.empty();
      }
      String answer = new String(stty.getInputStream().readAllBytes(), US_ASCII).strip();
      Matcher size = ROWS_AND_COLUMNS.matcher(answer);
      return size.matches() ? OptionalInt.of(Integer.parseInt(size.group(1))) : OptionalInt.empty();
    } catch (IOException e) {
      return OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    }
  }

  /**
   * Runs the action after each SIGWINCH. The JDK has signals in the module jdk.unsupported only,
   * which the compiler refuses to link.
   */
  private static void follow(Runnable resized) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object handling =
          Proxy.newProxyInstance(
              TerminalSize.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                resized.run();
                return null;
              });
      Method handle = signal.getMethod("handle", signal, handler);
      handle.invoke(null, signal.getConstructor(String.class).newInstance("WINCH"), handling);
    } catch (ReflectiveOperationException | RuntimeException e) {
      // This JVM has no such signal: the first width stays.
    }
  }
}
