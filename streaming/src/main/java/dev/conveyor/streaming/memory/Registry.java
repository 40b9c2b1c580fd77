package dev.conveyor.streaming.memory;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Shared objects by name. A name is removed once all its users have closed it and its object is
 * empty. Safe for threads.
 */
final class Registry<T> {
  private record Entry<T>(T value, int opened) {}

  private final ConcurrentHashMap<String, Entry<T>> entries = new ConcurrentHashMap<>();
  private final Function<String, T> made;
  private final Predicate<T> empty;

  Registry(Function<String, T> made, Predicate<T> empty) {
    this.made = made;
    this.empty = empty;
  }

  /**
   * Returns the object of a name, and creates it if necessary. Each call needs one {@link #close}.
   */
  T open(String name) {
    return entries.compute(
            name,
            (key, entry) ->
                entry == null
                    ? new Entry<>(made.apply(key), 1)
                    : new Entry<>(entry.value, entry.opened + 1))
        .value;
  }

  void close(String name) {
    entries.computeIfPresent(
        name,
        (key, entry) ->
            entry.opened == 1 && empty.test(entry.value)
                ? null
                : new Entry<>(entry.value, entry.opened - 1));
  }

  boolean holds(String name) {
    return entries.containsKey(name);
  }
}
