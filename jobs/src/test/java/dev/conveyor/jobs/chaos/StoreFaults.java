package dev.conveyor.jobs.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** An object store that throttles, answers nothing, or is slow. */
final class StoreFaults {
  private static final Duration LAG = Duration.ofMillis(150);

  private StoreFaults() {}

  static List<Fault> all() {
    return List.of(
        new Disturbance("s3-throttle", TcpProxy.Mode.THROTTLE),
        new Disturbance("s3-lost-replies", TcpProxy.Mode.CUT_REPLIES),
        new Disturbance("s3-reset", TcpProxy.Mode.CUT_REQUESTS),
        new Disturbance("s3-half-open", TcpProxy.Mode.SWALLOW_REPLIES),
        new Disturbance("s3-slow", TcpProxy.Mode.DELAY));
  }

  private static final class Disturbance extends Fault {
    private static final int LONGEST_MILLIS = 4_000;

    private final TcpProxy.Mode mode;

    Disturbance(String name, TcpProxy.Mode mode) {
      super(name, Effect.NONE);
      this.mode = mode;
    }

    @Override
    boolean appliesTo(Door door) {
      return door.has(Trait.S3);
    }

    @Override
    boolean inject(Site site, Random random) throws Exception {
      site.storeProxy().disturb(mode, port -> true, LAG);
      return true;
    }

    @Override
    Duration hold(Random random) {
      return Duration.ofMillis(random.nextInt(LONGEST_MILLIS / 4, LONGEST_MILLIS));
    }

    @Override
    void heal(Site site) throws Exception {
      site.storeProxy().pass();
    }
  }
}
