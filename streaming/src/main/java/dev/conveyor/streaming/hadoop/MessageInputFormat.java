package dev.conveyor.streaming.hadoop;

import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.run.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.Counters;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of a {@link Snapshot} as the input of a job, dead ones too. The snapshot is taken,
 * held and released by the program that runs the job:
 *
 * <pre>
 * MessageInputFormat.read(job, snapshot, splits);
 * if (job.waitForCompletion(false)) {
 *   MessageInputFormat.verify(job, snapshot);
 *   …                                        // as Snapshot says
 * }
 * </pre>
 *
 * <p>The counters of the job, in the group {@code Messages}, tell how many were read from each
 * address, how many of them were dead, and how many splits were read to their end.
 *
 * <p>Spark reads it by {@code newAPIHadoopRDD} as well, without these counters and without the
 * passwords: those have to be in the environment of each executor.
 */
public final class MessageInputFormat extends InputFormat<NullWritable, MessageWritable> {
  private static final Logger LOG = LoggerFactory.getLogger(MessageInputFormat.class);
  private static final String SPLITS = "conveyor.input.splits";

  /**
   * Makes a snapshot the input of a job.
   *
   * @param splits at most, and at least 1; each is a task
   */
  public static void read(Job job, Snapshot snapshot, int splits)
      throws IOException, InterruptedException {
    if (splits < 1) {
      throw new IllegalArgumentException(splits + " splits");
    }
    job.setInputFormatClass(MessageInputFormat.class);
    write(MessageSplit.of(snapshot.parts(splits), splits), job.getConfiguration());
    JobPasswords.put(snapshot.plan().addresses(), job.getCredentials());
  }

  /**
   * Compares what a finished job has read with what the snapshot holds. A job whose mappers do not
   * read to the end cannot be compared: that is logged, and an unknown number may be lost.
   *
   * @return what is lost, also an unknown number
   * @throws dev.conveyor.streaming.run.LossException if some is, and the plan says to end then
   * @throws IOException if Hadoop no longer knows what the job has read
   */
  public static List<Loss> verify(Job job, Snapshot snapshot) throws IOException {
    Counters counters = job.getCounters();
    if (counters == null) {
      throw new IOException(
          "cannot compare what job "
              + job.getJobID()
              + " has read with its input: its counters are gone; run it again");
    }
    int splits = splits(job.getConfiguration()).size();
    long ended = MessageCounters.ended(counters);
    if (ended < splits) {
      LOG.warn("not compared: {} of {} splits were read to their end", ended, splits);
      return List.of(Loss.notCompared(ended, splits));
    }
    return snapshot.verify(MessageCounters.read(counters, snapshot.plan().addresses().size()));
  }

  /** Base64, since Hadoop looks for variables in what it is given. */
  private static void write(List<MessageSplit> splits, Configuration configuration)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(splits.size());
      for (MessageSplit split : splits) {
        split.write(out);
      }
    }
    configuration.set(SPLITS, Base64.getEncoder().encodeToString(bytes.toByteArray()));
  }

  private static List<InputSplit> splits(Configuration configuration) throws IOException {
    String text = configuration.get(SPLITS);
    if (text == null) {
      throw new IOException(
          "cannot read messages: the job has no snapshot; call MessageInputFormat.read first");
    }
    List<InputSplit> splits = new ArrayList<>();
    byte[] bytes = Base64.getDecoder().decode(text);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      for (int left = in.readInt(); left > 0; left--) {
        MessageSplit split = new MessageSplit();
        split.readFields(in);
        splits.add(split);
      }
    }
    return splits;
  }

  @Override
  public List<InputSplit> getSplits(JobContext context) throws IOException {
    return splits(context.getConfiguration());
  }

  @Override
  public RecordReader<NullWritable, MessageWritable> createRecordReader(
      InputSplit split, TaskAttemptContext context) {
    return new MessageRecordReader();
  }
}
