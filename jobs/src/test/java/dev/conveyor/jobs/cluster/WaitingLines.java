package dev.conveyor.jobs.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.run.RunPlan;
import dev.conveyor.streaming.run.Snapshot;
import dev.conveyor.streaming.spark.SnapshotRead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** A program of a user's own on the library: writes what waits at an address to a file. */
public final class WaitingLines {
  private WaitingLines() {}

  /** The address, a folder for the record, and the file. */
  public static void main(String[] words) throws IOException, InterruptedException {
    RunPlan plan = RunPlan.of(words[1], Address.parse(words[0]));
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf());
        Snapshot snapshot = Snapshot.take(plan, spark.hadoopConfiguration())) {
      SnapshotRead read = SnapshotRead.of(spark, snapshot, 2);
      List<String> lines =
          read.messages().map(message -> new String(message.body(), UTF_8)).collect();
      read.verify();
      Files.write(Path.of(words[2]), lines);
      snapshot.release();
    }
  }
}
