package dev.conveyor.streaming.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.hadoop.MessageInputFormat;
import dev.conveyor.streaming.hadoop.MessageWritable;
import dev.conveyor.streaming.redis.RedisExtension;
import dev.conveyor.streaming.run.LossException;
import dev.conveyor.streaming.run.RunPlan;
import dev.conveyor.streaming.run.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.Job;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Spark jobs in this JVM over a real Redis; each task may fail once. */
@Tag("spark")
@Timeout(120)
class SnapshotReadIT {
  private static final String KEY = "words";
  @RegisterExtension static final RedisExtension redis = new RedisExtension();
  private static JavaSparkContext spark;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    spark =
        new JavaSparkContext(
            new SparkConf(false)
                .setMaster("local[2,2]")
                .setAppName("SnapshotReadIT")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @BeforeEach
  void write() throws InterruptedException {
    Address address = address();
    try (MessageWriter writer = Transports.endpoint(address).openWriter()) {
      writer.write(Texts.outgoing(Texts.numbers(0, 25_000)));
    }
  }

  private static Address address() {
    return Address.parse(redis.list(KEY) + "&shared");
  }

  private Snapshot take() throws InterruptedException {
    RunPlan plan = RunPlan.of(folder.resolve("record").toString(), address());
    return Snapshot.take(plan, new Configuration());
  }

  /** Fails in the first attempt of each task, once all is read. */
  private static Iterator<String> atTheSecondAttempt(Iterator<String> bodies) {
    List<String> read = new ArrayList<>();
    bodies.forEachRemaining(read::add);
    if (TaskContext.get().attemptNumber() == 0) {
      throw new IllegalStateException("on its first try");
    }
    return read.iterator();
  }

  @Test
  void readsTheSameAgainWhenTasksFailAndInEveryAction() throws Exception {
    try (Snapshot snapshot = take()) {
      SnapshotRead read = SnapshotRead.of(spark, snapshot, 4);
      JavaRDD<String> bodies = read.messages().map(Texts::of);
      assertThat(read.verify()).isEmpty();
      assertThat(bodies.mapPartitions(SnapshotReadIT::atTheSecondAttempt).collect())
          .isEqualTo(Texts.numbers(0, 25_000))
          .isEqualTo(bodies.collect());
      assertThat(read.verify()).isEmpty();
      snapshot.release();
    }
    assertThat(redis.client().keys("*:claim:*")).isEmpty();
  }

  @Test
  void findsWhatRedisHasLost() throws Exception {
    try (Snapshot snapshot = take()) {
      SnapshotRead read = SnapshotRead.of(spark, snapshot, 4);
      redis.client().del(redis.client().keys("*:claim:*:1").iterator().next());
      assertThat(read.messages().count()).isEqualTo(15_000);
      assertThatThrownBy(read::verify)
          .isInstanceOf(LossException.class)
          .hasMessageContaining("10000 messages were gone");
    }
  }

  @Test
  void readsHadoopsInputFormatToo() throws Exception {
    Job job = Job.getInstance(new Configuration());
    try (Snapshot snapshot = take()) {
      MessageInputFormat.read(job, snapshot, 2);
      JavaRDD<String> bodies =
          spark
              .newAPIHadoopRDD(
                  job.getConfiguration(),
                  MessageInputFormat.class,
                  NullWritable.class,
                  MessageWritable.class)
              .map(pair -> Texts.of(pair._2().message()));
      assertThat(bodies.getNumPartitions()).isEqualTo(2);
      assertThat(bodies.mapPartitions(SnapshotReadIT::atTheSecondAttempt).collect())
          .isEqualTo(Texts.numbers(0, 25_000));
      snapshot.release();
    }
  }
}
