package dev.conveyor.streaming.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.streaming.api.java.JavaReceiverInfo;
import org.apache.spark.streaming.api.java.JavaStreamingListenerReceiverError;
import org.apache.spark.streaming.api.java.JavaStreamingListenerReceiverStarted;
import org.apache.spark.streaming.api.java.JavaStreamingListenerReceiverStopped;
import org.junit.jupiter.api.Test;

class ReceiverWatchTest {
  private final ReceiverWatch watch = new ReceiverWatch();

  private static JavaReceiverInfo receiver(int stream, String executor, String said, String error) {
    return new JavaReceiverInfo(stream, "r-" + stream, true, "here", executor, said, error, 0);
  }

  private void start(int stream, String executor) {
    watch.onReceiverStarted(
        new JavaStreamingListenerReceiverStarted(receiver(stream, executor, "", "")));
  }

  private void say(int stream, String executor, String said) {
    watch.onReceiverError(
        new JavaStreamingListenerReceiverError(receiver(stream, executor, said, "")));
  }

  @Test
  void countsThoseThatRead() {
    start(0, "1");
    start(1, "2");
    assertThat(watch.reading()).isZero();
    say(0, "1", ReceiverWatch.READING);
    say(1, "2", ReceiverWatch.READING);
    assertThat(watch.reading()).isEqualTo(2);
    say(0, "1", ReceiverWatch.NOT_READING);
    assertThat(watch.reading()).isEqualTo(1);
  }

  /** It says nothing more itself. */
  @Test
  void aReceiverWhoseExecutorIsGoneReadsNoMore() {
    start(0, "1");
    start(1, "2");
    say(0, "1", ReceiverWatch.READING);
    say(1, "2", ReceiverWatch.READING);
    long before = watch.changedAt();
    watch.executors().onExecutorRemoved(new SparkListenerExecutorRemoved(0, "1", "killed"));
    assertThat(watch.reading()).isEqualTo(1);
    assertThat(watch.changedAt() - before).isPositive();
    say(0, "3", ReceiverWatch.READING);
    assertThat(watch.reading()).isEqualTo(2);
  }

  @Test
  void aReceiverThatBeginsAnewReadsNotYet() {
    start(0, "1");
    say(0, "1", ReceiverWatch.READING);
    start(0, "1");
    assertThat(watch.reading()).isZero();
  }

  @Test
  void keepsTheFirstReasonToGiveUp() {
    start(0, "1");
    say(0, "1", ReceiverWatch.READING);
    watch.onReceiverStopped(
        new JavaStreamingListenerReceiverStopped(receiver(0, "1", "cannot read", "Refused")));
    watch.onReceiverStopped(
        new JavaStreamingListenerReceiverStopped(receiver(1, "1", "cannot read either", "Too")));
    assertThat(watch.reading()).isZero();
    assertThat(watch.failure()).contains("cannot read");
  }
}
