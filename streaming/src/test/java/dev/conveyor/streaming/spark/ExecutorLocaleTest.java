package dev.conveyor.streaming.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("spark")
class ExecutorLocaleTest {
  private static final String VARIABLE = "spark.executorEnv.LC_ALL";

  @Test
  void executorsReadTextAsUtf8() {
    SparkConf conf = new SparkConf(false);
    ExecutorLocale.give(conf);
    assertThat(conf.get(VARIABLE)).isEqualTo("C.UTF-8");
  }

  @Test
  void streamsGiveItToo() {
    assertThat(ConveyorStreams.configure(new SparkConf(false), 0).get(VARIABLE))
        .isEqualTo("C.UTF-8");
  }

  @Test
  void theUsersLocaleStays() {
    SparkConf conf = new SparkConf(false).set(VARIABLE, "de_DE.UTF-8");
    ExecutorLocale.give(conf);
    assertThat(conf.get(VARIABLE)).isEqualTo("de_DE.UTF-8");
  }
}
