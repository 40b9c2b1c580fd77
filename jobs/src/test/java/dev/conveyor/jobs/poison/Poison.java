package dev.conveyor.jobs.poison;

import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.Mapping;
import dev.conveyor.jobs.stage.Tally;
import dev.conveyor.jobs.stage.UnparsableException;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts records as they stand; on one that begins with {@code poison} it throws, after it has
 * added to that record's own key and to that of all others.
 */
public abstract class Poison implements Mapping {
  static final String WORD = "poison";

  /** Throws what a subclass is for. */
  abstract void fail(Tally into);

  @Override
  public final void map(Bytes record, Tally into) {
    into.add("all", 1);
    into.add(record.toString(), 1);
    if (record.toString().startsWith(WORD)) {
      into.addMalformed(5);
      fail(into);
    }
  }

  /** An exception with a cause. */
  public static final class Nested extends Poison {
    @Override
    void fail(Tally into) {
      throw new IllegalStateException("outer", new ArithmeticException("inner"));
    }
  }

  /** A record that the job cannot parse, found out too late. */
  public static final class Unparsable extends Poison {
    @Override
    void fail(Tally into) {
      throw new UnparsableException("unparsable\nindeed");
    }
  }

  /** A key that is no line, which the job hides. */
  public static final class LineFeed extends Poison {
    @Override
    void fail(Tally into) {
      try {
        into.add("two\nlines", 1);
      } catch (RuntimeException e) {
        into.add("hidden", 1);
      }
    }
  }

  /** Endless recursion, which adds to the tally up to the full stack. */
  public static final class Deep extends Poison {
    @Override
    @SuppressWarnings("InfiniteRecursion") // What it is for.
    void fail(Tally into) {
      into.add("deep", 1);
      into.add("deeper " + into.keys(), 1);
      fail(into);
    }
  }

  /** An array that no JVM allocates. */
  public static final class HugeArray extends Poison {
    @Override
    void fail(Tally into) {
      into.add("array", new byte[Integer.MAX_VALUE].length);
    }
  }

  /** Fills the heap. */
  public static final class FullHeap extends Poison {
    @Override
    void fail(Tally into) {
      List<byte[]> all = new ArrayList<>();
      while (all.size() < Integer.MAX_VALUE) {
        all.add(new byte[16 << 20]);
      }
      into.add("all", all.size());
    }
  }

  /** A class that is missing. */
  public static final class Missing extends Poison {
    @Override
    void fail(Tally into) {
      throw new NoClassDefFoundError("com/acme/Missing");
    }
  }

  /** A class whose initializer fails: a different error from the second time on. */
  public static final class Initializer extends Poison {
    private static final class Broken {
      static final int VALUE = Integer.parseInt("no number");
    }

    @Override
    void fail(Tally into) {
      into.add("value", Broken.VALUE);
    }
  }

  /** An assertion that fails. */
  public static final class Assertion extends Poison {
    @Override
    void fail(Tally into) {
      throw new AssertionError((Object) null);
    }
  }

  /** A message of a megabyte and many lines. */
  public static final class HugeMessage extends Poison {
    @Override
    void fail(Tally into) {
      throw new IllegalArgumentException("huge\nmessage ".repeat(80_000));
    }
  }

  /** An exception that cannot be serialized, nor asked for its message. */
  public static final class Hostile extends Poison {
    /** Its methods throw. */
    public static final class Trap extends RuntimeException {
      private static final long serialVersionUID = 1;
      private final Object notSerializable = new Object();

      @Override
      public String getMessage() {
        throw new IllegalStateException("no message from " + notSerializable);
      }

      @Override
      public synchronized Throwable getCause() {
        throw new StackOverflowError();
      }

      @Override
      public StackTraceElement[] getStackTrace() {
        throw new IllegalStateException("no stack trace");
      }
    }

    @Override
    void fail(Tally into) {
      throw new Trap();
    }
  }

  /** Fails twice on each record. */
  public static final class Flaky extends Poison {
    private int failures;

    @Override
    void fail(Tally into) {
      if (failures++ % 3 < 2) {
        throw new IllegalStateException("not yet");
      }
    }
  }

  /** Was interrupted, as it says. */
  public static final class Interrupted extends Poison {
    @Override
    void fail(Tally into) {
      throw new IllegalStateException(new InterruptedException("stop"));
    }
  }

  /** Adds up to a sum that is too large, and does not say so. */
  public static final class TooMuch extends Poison {
    @Override
    void fail(Tally into) {
      try {
        into.add("sum", Long.MAX_VALUE);
        into.add("sum", 1);
      } catch (ArithmeticException e) {
        throw new IllegalStateException("hidden", e);
      }
    }
  }

  /** Cannot be made. */
  public static final class Unmade implements Mapping {
    public Unmade() {
      throw new StackOverflowError("in the constructor");
    }

    @Override
    public void map(Bytes record, Tally into) {}
  }
}
