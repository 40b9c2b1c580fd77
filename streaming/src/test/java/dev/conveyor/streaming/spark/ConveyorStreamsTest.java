package dev.conveyor.streaming.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class ConveyorStreamsTest {
  private static SparkConf speculating(String threshold) {
    return new SparkConf(false)
        .set("spark.speculation", "true")
        .set("spark.speculation.task.duration.threshold", threshold);
  }

  @Test
  void refusesReceiversOnWhichSparkWouldSpeculate() {
    assertThatThrownBy(() -> ConveyorStreams.configure(speculating("10min"), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "cannot run a receiver with spark.speculation.task.duration.threshold=10min: Spark"
                + " would end it after that time, again and again; set it to 0s, or"
                + " spark.speculation=false");
  }

  @Test
  void allowsOtherSpeculation() {
    SparkConf threshold = speculating("10min");
    assertThat(ConveyorStreams.configure(threshold, 0)).isSameAs(threshold);
    SparkConf zero = speculating("0s");
    assertThat(ConveyorStreams.configure(zero, 1)).isSameAs(zero);
    SparkConf off = speculating("10min").set("spark.speculation", "false");
    assertThat(ConveyorStreams.configure(off, 1)).isSameAs(off);
    SparkConf plain = new SparkConf(false).set("spark.speculation", "true");
    assertThat(ConveyorStreams.configure(plain, 1)).isSameAs(plain);
  }

  @Test
  void letsNoTaskWaitForAnExecutorThatAReceiverKeepsBusy() {
    SparkConf conf = ConveyorStreams.configure(new SparkConf(false), 1);
    assertThat(conf.getTimeAsMs("spark.locality.wait", "3s")).isZero();
  }

  @Test
  void leavesWhatTheUserHasSet() {
    SparkConf conf = new SparkConf(false).set("spark.locality.wait", "2s").set("spark.master", "x");
    ConveyorStreams.configure(conf, 1);
    assertThat(conf.get("spark.locality.wait")).isEqualTo("2s");
    assertThat(conf.get("spark.master")).isEqualTo("x");
    assertThat(conf.get("spark.streaming.backpressure.enabled")).isEqualTo("true");
  }
}
