package dev.conveyor.streaming.feed;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * An endless source of chocolates: {@code {"id":"…","type":"truffle","made":"<ISO-8601 UTC>"}}. The
 * same seed gives the same ids and types in the same order.
 */
public final class ChocolateSource implements MessageSource {
  private static final List<String> TYPES =
      List.of(
          "truffle",
          "praline",
          "ganache",
          "nougat",
          "caramel",
          "marzipan",
          "fudge",
          "cherry",
          "mint",
          "toffee",
          "coconut",
          "ginger");

  private final long seed;
  private final Clock clock;
  private final SplittableRandom random;
  private long made;

  public ChocolateSource(long seed, Clock clock) {
    this.seed = seed;
    this.clock = clock;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public Optional<byte[]> next() {
    String id = HexFormat.of().toHexDigits(seed) + "-" + ++made;
    String type = TYPES.get(random.nextInt(TYPES.size()));
    String json =
        "{\"id\":\""
            + id
            + "\",\"type\":\""
            + type
            + "\",\"made\":\""
            + clock.instant().truncatedTo(ChronoUnit.MILLIS)
            + "\"}";
    return Optional.of(json.getBytes(StandardCharsets.UTF_8));
  }
}
