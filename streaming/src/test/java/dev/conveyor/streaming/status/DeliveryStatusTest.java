package dev.conveyor.streaming.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.json.Json;
import dev.conveyor.streaming.stats.Latency;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DeliveryStatusTest {
  private static String json(Optional<Latency> latency) {
    return Json.line(new DeliveryStatus(OptionalLong.of(1), OptionalLong.of(2), latency).fields());
  }

  @Test
  void leavesOutWhatIsUnknown() {
    assertThat(json(Optional.empty())).isEqualTo("{\"gaps\":1,\"repeats\":2}");
    assertThat(json(Optional.of(new Latency(3, 4, Optional.empty()))))
        .isEqualTo("{\"gaps\":1,\"repeats\":2,\"latencyMillis\":{\"p50\":3,\"p99\":4}}");
  }

  @Test
  void holdsTheWholeRunAndThePartAfterTheWarmUp() {
    Latency latency = new Latency(3, 400, Optional.of(new Latency.AfterWarmUp(5, 6, 7)));
    assertThat(json(Optional.of(latency)))
        .endsWith(
            "\"latencyMillis\":{\"p50\":3,\"p99\":400,"
                + "\"afterWarmUp\":{\"p50\":5,\"p99\":6,\"messages\":7}}}");
  }
}
