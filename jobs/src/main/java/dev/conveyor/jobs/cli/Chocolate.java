package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.ChocolateTypes;
import dev.conveyor.jobs.stage.Tally;
import dev.conveyor.jobs.stage.UnparsableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A message that may be a chocolate, for people to look at. */
final class Chocolate {
  private Chocolate() {}

  /** Its type; empty if it is no chocolate. */
  static Optional<String> type(byte[] body) {
    if (body.length == 0 || body[0] != '{') {
      return Optional.empty();
    }
    Tally tally = new Tally();
    try {
      new ChocolateTypes().map(Bytes.of(body), tally);
    } catch (UnparsableException e) {
      return Optional.empty();
    }
    List<String> types = new ArrayList<>();
    tally.forEachSorted(
        (buffer, from, to, amount) -> types.add(new String(buffer, from, to - from, UTF_8)));
    return types.stream().findFirst();
  }
}
