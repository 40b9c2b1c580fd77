package dev.conveyor.jobs.stage;

import dev.conveyor.jobs.parameter.Parameter;
import dev.conveyor.jobs.parameter.Parameters;
import java.util.List;
import java.util.Optional;

/** Counts the words that parameters select: the job {@code words}. */
final class SelectedWords implements Mapping {
  private static final int MOST_LETTERS = 1_000;

  private static final Parameter<Optional<Long>> LETTERS =
      Parameter.whole("letters", "count only words of that many letters")
          .where(
              letters -> letters >= 1 && letters <= MOST_LETTERS,
              "whole number from 1 to " + MOST_LETTERS)
          .optional();

  private static final Parameter<Boolean> VOWEL =
      Parameter.flag("vowel", "count only words that start with a vowel").withDefault(false);

  private Words words = new Words();

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(LETTERS, VOWEL);
  }

  @Override
  public void open(Parameters parameters) {
    WordFilter any = (key, from, to) -> true;
    WordFilter length =
        parameters
            .get(LETTERS)
            .<WordFilter>map(letters -> new LetterCount(letters.intValue()))
            .orElse(any);
    WordFilter start = parameters.get(VOWEL) ? new StartsWithVowel() : any;
    words = new Words((key, from, to) -> length.keeps(key, from, to) && start.keeps(key, from, to));
  }

  @Override
  public void map(Bytes record, Tally into) {
    words.map(record, into);
  }
}
