package dev.conveyor.jobs.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Connections to Redis that are cut, half-open or slow: those of the driver, or of executors. */
final class NetworkFaults {
  private static final Duration LAG = Duration.ofMillis(100);

  private NetworkFaults() {}

  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    for (Clients clients : Clients.values()) {
      all.add(new Disturbance("cut", clients, TcpProxy.Mode.CUT_REPLIES, 3_000));
      all.add(new Disturbance("cut-requests", clients, TcpProxy.Mode.CUT_REQUESTS, 3_000));
      all.add(new Disturbance("half-open", clients, TcpProxy.Mode.SWALLOW_REPLIES, 3_000));
      all.add(new Disturbance("one-way", clients, TcpProxy.Mode.SWALLOW_REQUESTS, 3_000));
      all.add(new Disturbance("latency", clients, TcpProxy.Mode.DELAY, 5_000));
    }
    return all;
  }

  /** Whose connections are disturbed. */
  private enum Clients {
    DRIVER(""),
    EXECUTORS("-executors");

    private final String suffix;

    Clients(String suffix) {
      this.suffix = suffix;
    }

    List<ProcessHandle> processes(Site site) {
      return this == DRIVER ? site.driver() : site.executors();
    }
  }

  private static final class Disturbance extends Fault {
    private final Clients clients;
    private final TcpProxy.Mode mode;
    private final int longestMillis;

    Disturbance(String name, Clients clients, TcpProxy.Mode mode, int longestMillis) {
      super(name + clients.suffix, Effect.NONE, needs(clients));
      this.clients = clients;
      this.mode = mode;
      this.longestMillis = longestMillis;
    }

    private static Need[] needs(Clients clients) {
      return clients == Clients.EXECUTORS
          ? new Need[] {Need.PROXY, Need.EXECUTORS}
          : new Need[] {Need.PROXY};
    }

    @Override
    boolean appliesTo(Door door) {
      return door.usesRedis() && (clients == Clients.DRIVER || door.has(Trait.SPARK));
    }

    @Override
    boolean inject(Site site, Random random) {
      site.redis().proxy().disturb(mode, Ports.of(() -> clients.processes(site)), LAG);
      return true;
    }

    @Override
    Duration hold(Random random) {
      return Duration.ofMillis(random.nextInt(longestMillis / 4, longestMillis));
    }

    @Override
    void heal(Site site) {
      site.redis().proxy().pass();
    }
  }
}
