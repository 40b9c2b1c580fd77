package dev.conveyor.jobs.pipeline;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Passes shuffle records on, except the reports of map tasks, which go to a consumer. Belongs to
 * one thread at a time.
 *
 * @param <T> form in which the engine has shuffle records
 */
public final class ReportFilter<T> implements Iterator<ShuffleRecord> {
  private final Iterator<T> from;
  private final Function<T, ShuffleRecord> form;
  private final Consumer<byte[]> reports;
  private ShuffleRecord next;

  public ReportFilter(Iterator<T> from, Function<T, ShuffleRecord> form, Consumer<byte[]> reports) {
    this.from = from;
    this.form = form;
    this.reports = reports;
  }

  @Override
  public boolean hasNext() {
    while (next == null && from.hasNext()) {
      ShuffleRecord shuffled = form.apply(from.next());
      if (shuffled.key().kind() == ShuffleKey.Kind.REPORT) {
        reports.accept(shuffled.bytes());
      } else {
        next = shuffled;
      }
    }
    return next != null;
  }

  @Override
  public ShuffleRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ShuffleRecord passed = next;
    next = null;
    return passed;
  }
}
