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
    Ledger ledger = new Ledger(plan.messages(), Round.PRODUCERS);
    passage.readInto(ledger);
    Summaries summaries = Summaries.of(supervisor.outputs());
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
    switch (plan.door().promise()) {
      case EXACTLY_ONCE -> {
        checkLoss(ledger, summaries);
        checkTwice(ledger, summaries);
        checkSum(ledger, summaries);
      }
      case AT_LEAST_ONCE -> checkNoneLost(ledger);
      case AT_MOST_ONCE_COUNTED -> {
        checkLoss(ledger, summaries);
        checkTwice(ledger, summaries);
      }
      case AT_MOST_ONCE -> checkTwice(ledger, summaries);
    }
  }

  private boolean losesNothing() {
    return !plan.has(Fault.Effect.LOSES) && !plan.has(Fault.Effect.REWINDS);
  }

  private void checkNoneLost(Ledger ledger) {
    if (ledger.lost() > 0 && losesNothing()) {
      violations.add(ledger.lost() + " lost: " + Arrays.toString(ledger.firstLost(SHOWN)));
    }
  }

  /** Reported loss is true loss, or unknown where there is one. */
  private void checkLoss(Ledger ledger, Summaries summaries) {
    int lost = ledger.lost();
    boolean isRight = summaries.isUnknown() ? lost > 0 : summaries.lost() == lost;
    // A command that was killed took its summary with it.
    boolean isPart = summaries.missing() > 0 && !losesNothing() && summaries.lost() <= lost;
    // What came back cannot be told from what is new, as long as something is said.
    boolean isRewound = plan.has(Fault.Effect.REWINDS) && summaries.isUnknown();
    if (losesNothing()) {
      checkNoneLost(ledger);
    }
    if (!isRight && !isPart && !isRewound) {
      violations.add(lost + " lost, but reported: " + summaries.reported());
    }
  }

  private void checkTwice(Ledger ledger, Summaries summaries) {
    boolean isSaid = plan.has(Fault.Effect.REWINDS) && summaries.isUnknown();
    if (ledger.twice() > 0 && !isSaid) {
      violations.add(ledger.twice() + " twice: " + Arrays.toString(ledger.firstTwice(SHOWN)));
    }
    if (ledger.outOfOrder() > 0 && losesNothing()) {
      violations.add(ledger.outOfOrder() + " in a later batch than what was sent after them");
    }
  }

  /** A command that was killed may have counted without saying so, or said what it then repeats. */
  private void checkSum(Ledger ledger, Summaries summaries) {
    if (passage.isSummed()
        && summaries.missing() == 0
        && site.supervisor().failures().isEmpty()
        && summaries.messages() != ledger.counted()) {
      violations.add(
          "summaries say " + summaries.messages() + ", the output holds " + ledger.counted());
    }
  }
}
