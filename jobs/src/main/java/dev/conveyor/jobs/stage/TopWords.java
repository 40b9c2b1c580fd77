package dev.conveyor.jobs.stage;

import dev.conveyor.jobs.parameter.Parameter;
import dev.conveyor.jobs.parameter.Parameters;
import java.util.List;
import java.util.OptionalInt;

/** Counts words and keeps the most frequent ones: the job {@code top-words}. */
final class TopWords implements Mapping {
  private static final Parameter<Long> TOP =
      Parameter.whole("top", "keep that many of the most frequent words")
          .where(
              top -> top >= 1 && top <= Integer.MAX_VALUE,
              "whole number from 1 to " + Integer.MAX_VALUE)
          .withDefault(10L);

  private final Words words = new Words();

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(TOP);
  }

  @Override
  public OptionalInt top(Parameters parameters) {
    return OptionalInt.of(parameters.get(TOP).intValue());
  }

  @Override
  public void map(Bytes record, Tally into) {
    words.map(record, into);
  }
}
