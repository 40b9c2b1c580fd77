package dev.conveyor.streaming.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.run.Snapshot;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Single attempts of a task; Hadoop's local runner makes only one of each. */
@Timeout(60)
class TaskAttemptIT {
  private static final String PASSWORD = "hushhush";

  @TempDir Path folder;
  private final MessageInputFormat format = new MessageInputFormat();
  @RegisterExtension final QueueBench bench = new QueueBench();

  private RecordReader<NullWritable, MessageWritable> reader(Job job, InputSplit split)
      throws IOException, InterruptedException {
    TaskAttemptContext context =
        new TaskAttemptContextImpl(job.getConfiguration(), new TaskAttemptID());
    RecordReader<NullWritable, MessageWritable> reader = format.createRecordReader(split, context);
    reader.initialize(split, context);
    return reader;
  }

  private List<String> read(Job job, InputSplit split, int most) throws Exception {
    List<String> bodies = new ArrayList<>();
    try (RecordReader<NullWritable, MessageWritable> reader = reader(job, split)) {
      while (bodies.size() < most && reader.nextKeyValue()) {
        assertThat(reader.getCurrentKey()).isSameAs(NullWritable.get());
        bodies.add(new String(reader.getCurrentValue().message().body(), UTF_8));
        assertThat(reader.getProgress()).isBetween(0f, 1f);
      }
      assertThat(reader.nextKeyValue()).isEqualTo(bodies.size() == most);
    }
    return bodies;
  }

  @Test
  void readsTheSameInEveryAttempt() throws Exception {
    bench.write("shared", Texts.numbers(0, 25_000));
    Job job = QueueBench.job(folder);
    try (Snapshot snapshot =
        Snapshot.take(QueueBench.plan(folder, bench.address("shared")), new Configuration())) {
      MessageInputFormat.read(job, snapshot, 2);
      List<String> all = new ArrayList<>();
      List<InputSplit> splits = format.getSplits(job);
      assertThat(splits).hasSize(2);
      for (InputSplit split : splits) {
        List<String> first = read(job, split, 7_000);
        List<String> second = read(job, split, Integer.MAX_VALUE);
        assertThat(second).startsWith(first.toArray(String[]::new));
        assertThat(read(job, split, Integer.MAX_VALUE)).isEqualTo(second);
        all.addAll(second);
      }
      assertThat(all).isEqualTo(Texts.numbers(0, 25_000));
    }
  }

  @Test
  void showsHowFarItHasCome() throws Exception {
    bench.write("list", Texts.numbers(0, 4));
    Job job = QueueBench.job(folder);
    try (Snapshot snapshot =
        Snapshot.take(QueueBench.plan(folder, bench.address("list")), new Configuration())) {
      MessageInputFormat.read(job, snapshot, 1);
      try (var reader = reader(job, format.getSplits(job).get(0))) {
        assertThat(reader.getProgress()).isZero();
        reader.nextKeyValue();
        assertThat(reader.getProgress()).isEqualTo(0.25f);
        while (reader.nextKeyValue()) {
          assertThat(reader.getCurrentValue().address()).isZero();
        }
        assertThat(reader.getProgress()).isEqualTo(1f);
        assertThat(reader.nextKeyValue()).isFalse();
      }
    }
  }

  @Test
  void bringsThePasswordWhereNobodySeesIt() throws Exception {
    bench.write("list", List.of("a"));
    bench.client().configSet("requirepass", PASSWORD);
    Address open = bench.address("list");
    Address address = open.withPassword(PASSWORD);
    assertThat(address).hasToString(open.toString());
    Job job = QueueBench.job(folder);
    try (Snapshot snapshot = Snapshot.take(QueueBench.plan(folder, address), new Configuration())) {
      MessageInputFormat.read(job, snapshot, 1);
      StringWriter visible = new StringWriter();
      job.getConfiguration().writeXml(visible);
      InputSplit split = format.getSplits(job).get(0);
      assertThat(visible + split.toString()).doesNotContain(PASSWORD);
      assertThat(read(job, split, Integer.MAX_VALUE)).containsExactly("a");
      Job without = QueueBench.job(folder);
      assertThatThrownBy(() -> read(without, split, Integer.MAX_VALUE))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("password");
      snapshot.release();
    }
  }

  @Test
  void refusesAJobWithoutASnapshot() throws Exception {
    Job job = QueueBench.job(folder);
    assertThatThrownBy(() -> format.getSplits(job))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("call MessageInputFormat.read first");
  }
}
