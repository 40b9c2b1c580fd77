package dev.conveyor.jobs.local;

import dev.conveyor.jobs.batch.BatchWork;
import dev.conveyor.jobs.batch.TextCuts;
import java.util.ArrayList;
import java.util.List;

/** Cuts what a batch reads. */
final class Portions {
  private static final long SLICE = 32 << 20;

  /** For each thread, so that none waits long for the last one. */
  private static final int EACH = 4;

  private Portions() {}

  static List<Portion> of(BatchWork work, int threads) throws InterruptedException {
    List<Portion> portions = new ArrayList<>();
    TextCuts.slices(work.files(), SLICE, work.configuration())
        .forEach(slice -> portions.add(new Portion.OfFile(slice)));
    if (work.messages().isPresent()) {
      work.messages()
          .get()
          .parts(work.messageParts(EACH * threads))
          .forEach(part -> portions.add(new Portion.OfMessages(part)));
    }
    return portions;
  }
}
