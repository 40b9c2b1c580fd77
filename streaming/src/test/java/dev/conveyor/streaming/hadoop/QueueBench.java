package dev.conveyor.streaming.hadoop;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.redis.RedisExtension;
import dev.conveyor.streaming.run.RunPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.lib.reduce.LongSumReducer;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.StreamEntryID;

/** A queue on a Redis of its own, and jobs over it in this JVM. */
final class QueueBench extends RedisExtension {
  private static final String KEY = "words";

  Address address(String kind) {
    boolean isStream = kind.equals("stream");
    String shared = kind.equals("shared") ? "&shared" : "";
    return Address.parse((isStream ? stream(KEY) : list(KEY)) + shared);
  }

  void write(String kind, List<String> bodies) {
    try (Pipeline pipeline = client().pipelined()) {
      for (String body : bodies) {
        if (kind.equals("stream")) {
          pipeline.xadd(KEY, StreamEntryID.NEW_ENTRY, Map.of("body", body));
        } else {
          pipeline.rpush(KEY, body);
        }
      }
    }
  }

  /** Written by a connection of its own, for threads of jobs. */
  void writeLater(String body) {
    try (Jedis later = RedisExtension.client(port())) {
      later.rpush(KEY, body);
    }
  }

  List<String> list() {
    return client().lrange(KEY, 0, -1);
  }

  List<QueueAdmin.Run> runs(String kind) throws InterruptedException {
    Address address = address(kind);
    try (QueueAdmin admin = Administrable.at(address).openAdmin()) {
      return admin.runs();
    }
  }

  static RunPlan plan(Path folder, Address... addresses) {
    return RunPlan.of(folder.resolve("_conveyor").toString(), addresses);
  }

  /** Hadoop's shuffle finds no map output in a path that a URI escapes. */
  private static Path temporary(Path folder) throws IOException {
    Path link = Path.of("/tmp", "conveyor-" + UUID.randomUUID());
    link.toFile().deleteOnExit();
    return Files.createSymbolicLink(link, Files.createDirectories(folder.resolve("tmp")));
  }

  /** A word count that runs in this JVM, two tasks at a time. */
  static Job job(Path folder) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set("mapreduce.framework.name", "local");
    configuration.set("hadoop.tmp.dir", temporary(folder).toString());
    // Hadoop's own is one folder for all users of a machine, who may not write to it.
    configuration.set(
        "mapreduce.jobtracker.staging.root.dir", folder.resolve("staging").toString());
    configuration.setInt("mapreduce.local.map.tasks.maximum", 2);
    configuration.setInt("mapreduce.task.io.sort.mb", 8);
    configuration.setInt("mapreduce.client.completion.pollinterval", 50);
    Job job = Job.getInstance(configuration, "count messages");
    job.setMapperClass(CountingMapper.class);
    job.setReducerClass(LongSumReducer.class);
    job.setOutputKeyClass(Text.class);
    job.setOutputValueClass(LongWritable.class);
    return job;
  }

  /** The lines of an output. */
  static Map<String, Long> counts(Path output) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    try (Stream<Path> parts = Files.list(output)) {
      for (Path part : parts.filter(QueueBench::isPart).toList()) {
        for (String line : Files.readAllLines(part)) {
          String[] fields = line.split("\t", 2);
          counts.merge(fields[0], Long.parseLong(fields[1]), Long::sum);
        }
      }
    }
    return counts;
  }

  private static boolean isPart(Path file) {
    return file.getFileName().toString().startsWith("part-");
  }

  /** Each number of that range once. */
  static Map<String, Long> once(int from, int to) {
    Map<String, Long> counts = new TreeMap<>();
    Texts.numbers(from, to).forEach(number -> counts.put(number, 1L));
    return counts;
  }
}
