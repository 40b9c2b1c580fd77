package dev.conveyor.jobs.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Holds what a round has left behind against the promise of its door. */
final class Verification {
  private static final int SHOWN = 8;

  private final RoundPlan plan;
  private final Site site;
  private final Passage passage;
  private final List<String> violations = new ArrayList<>();

  Verification(RoundPlan plan, Site site, Passage passage) {
    this.plan = plan;
    this.site = site;
    this.passage = passage;
  }

  RoundResult result(Map<String, Integer> injections, boolean isHung, double seconds)
      throws Exception {
    Supervisor supervisor = site.supervisor();
    Ledger ledger = site.feeders().ledger();
    passage.readInto(ledger);
    Summaries summaries = Summaries.of(supervisor.outputs(), supervisor.endedByLoss());
    if (!site.feeders().failure().isEmpty()) {
      violations.add(site.feeders().failure());
    }
    if (isHung) {
      violations.add("HANG: it did not end within " + plan.bound().toSeconds() + " s");
    } else if (supervisor.wereGivenUp()) {
      violations.add("it failed again and again");
    } else {
      checkLedger(ledger, summaries);
      passage.leftovers().stream().limit(SHOWN).forEach(left -> violations.add("left: " + left));
    }
    if (supervisor.stubborn() > 0) {
      violations.add(supervisor.stubborn() + " went on although another had taken over");
    }
    if (!violations.isEmpty()) {
      supervisor.failures().stream().limit(SHOWN).forEach(violations::add);
    }
    return new RoundResult(
        plan.door().name(),
        plan.faultNames(),
        plan.seed(),
        injections,
        site.feeders().acknowledged(),
        ledger.lost(),
        ledger.twice(),
        summaries.reported(),
        supervisor.starts(),
        supervisor.failures().size(),
        isHung,
        seconds,
        List.copyOf(violations));
  }

  private void checkLedger(Ledger ledger, Summaries summaries) {
    if (ledger.strange() > 0) {
      violations.add(ledger.strange() + " lines that are no message that was fed");
    }
    int mayBeLost = 0;
    int mayBeCounted = 0;
    int producer = 0;
    for (Feed feed : passage.feeds()) {
      for (int writer = 0; writer < feed.writers(); writer++, producer++) {
        checkProducer(ledger, producer, feed.promise(), summaries);
        mayBeLost += reports(feed.promise()) ? ledger.lost(producer) : 0;
        mayBeCounted += feed.promise() == Promise.AT_MOST_ONCE_COUNTED ? 1 : 0;
      }
    }
    if (plan.door().has(Trait.REPORTS_LOSS) || mayBeCounted > 0) {
      checkReport(mayBeLost, mayBeCounted > 0, summaries);
    }
    checkSum(ledger, summaries);
  }

  private static boolean reports(Promise promise) {
    return promise == Promise.EXACTLY_ONCE || promise == Promise.AT_MOST_ONCE_COUNTED;
  }

  private boolean losesNothing() {
    return !plan.has(Fault.Effect.LOSES) && !plan.has(Fault.Effect.REWINDS);
  }

  private void checkProducer(Ledger ledger, int producer, Promise promise, Summaries summaries) {
    boolean mayLose = promise == Promise.AT_MOST_ONCE || promise == Promise.AT_MOST_ONCE_COUNTED;
    String of = " of " + passage.feeds().size() + " feeds, producer " + producer;
    if (ledger.lost(producer) > 0 && losesNothing() && !mayLose) {
      violations.add(
          ledger.lost(producer) + " lost" + of + ": " + Arrays.toString(ledger.firstLost(SHOWN)));
    }
    if (promise == Promise.AT_LEAST_ONCE) {
      return;
    }
    boolean isSaid = plan.has(Fault.Effect.REWINDS) && summaries.isUnknown();
    // Each reader of a topic is given each message.
    boolean areTwo = mayLose && plan.has(Fault.Effect.DOUBLES) && !passage.isExclusive();
    if (ledger.twice(producer) > 0 && !isSaid && !areTwo) {
      violations.add(
          ledger.twice(producer)
              + " twice"
              + of
              + ": "
              + Arrays.toString(ledger.firstTwice(SHOWN)));
    }
    if (ledger.outOfOrder(producer) > 0 && losesNothing() && promise == Promise.EXACTLY_ONCE) {
      violations.add(
          ledger.outOfOrder(producer) + " in a later batch than what was sent after them" + of);
    }
  }

  /**
   * Reported loss is true loss, or unknown where there is one. A command that was killed took its
   * summary with it; between batches over a stream, and between two readers of a topic, there is
   * none to notice anything; and what came back cannot be told from what is new, as long as it is
   * said.
   */
  private void checkReport(int lost, boolean withGaps, Summaries summaries) {
    long reported = summaries.lost() + (withGaps ? summaries.gaps() : 0);
    boolean isRight = summaries.isUnknown() ? lost > 0 : reported == lost;
    boolean isUnseen =
        summaries.missing() > 0
            || plan.door().has(Trait.SNAPSHOTS)
            || (withGaps && site.supervisor().starts() > 1);
    boolean isPart = isUnseen && (withGaps || !losesNothing()) && reported <= lost;
    boolean isRewound =
        plan.has(Fault.Effect.REWINDS) && (summaries.isUnknown() || !plan.door().has(Trait.SPARK));
    if (!isRight && !isPart && !isRewound) {
      violations.add(lost + " lost, but reported: " + summaries.reported());
    }
  }

  /**
   * A command that was killed may have counted without saying so, or said what it then repeats. One
   * that was frozen as it marked a batch as done cannot tell who counts that, and does not.
   */
  private void checkSum(Ledger ledger, Summaries summaries) {
    boolean isRight =
        plan.has(Fault.Effect.DOUBLES)
            ? summaries.messages() <= ledger.counted()
            : summaries.messages() == ledger.counted();
    if (passage.isSummed()
        && summaries.missing() == 0
        && site.supervisor().failures().isEmpty()
        && !isRight) {
      violations.add(
          "summaries say " + summaries.messages() + ", the output holds " + ledger.counted());
    }
  }
}
