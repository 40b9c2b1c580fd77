package dev.conveyor.streaming.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.spark.sql.read.ReadOptions;
import dev.conveyor.streaming.spark.sql.write.WriteOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSourceOptionsTest {

  @Test
  void ignoresCase() {
    DataSourceOptions options = new DataSourceOptions(Map.of("FAILonDataLoss", " False "));
    assertThat(options.flag("failOnDataLoss", true)).isFalse();
    assertThat(options.flag("other", true)).isTrue();
    assertThatCode(() -> options.ensureKnown(ReadOptions.NAMES)).doesNotThrowAnyException();
  }

  @Test
  void knowsNumberedOptions() {
    DataSourceOptions options = new DataSourceOptions(Map.of("Address.12", "a", "address.2", "b"));
    assertThatCode(() -> options.ensureKnown(ReadOptions.NAMES)).doesNotThrowAnyException();
    assertThat(options.names("address.")).containsExactly("Address.12", "address.2");
  }

  @ParameterizedTest
  @CsvSource({
    "adress, address",
    "startingOffset, startingOffsets",
    "maxBytesPerTriger, maxBytesPerTrigger",
    "failOnDataLos, failOnDataLoss",
    "amuonts, amounts",
    "txnVerson, txnVersion"
  })
  void namesTheNearestOption(String given, String meant) {
    assertThatThrownBy(
            () ->
                new DataSourceOptions(Map.of(given, "1"))
                    .ensureKnown(ReadOptions.NAMES, WriteOptions.NAMES))
        .hasMessageStartingWith("cannot use option " + given + ": it is unknown; ")
        .hasMessageEndingWith("try " + meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"password", "redis.auth", "spark.secret", "accessToken"})
  void refusesSecretsWithoutShowingThem(String name) {
    DataSourceOptions options = new DataSourceOptions(Map.of(name, "hunter2"));
    assertThatThrownBy(() -> options.ensureKnown(ReadOptions.NAMES))
        .hasMessageContaining("CONVEYOR_REDIS_PASSWORD")
        .hasMessageNotContaining("hunter2");
  }
}
