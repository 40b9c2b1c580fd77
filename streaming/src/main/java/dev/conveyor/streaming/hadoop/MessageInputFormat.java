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
 * An input format for the messages of a {@link Snapshot}, including dead letters. The program that
 * runs the job takes, keeps and releases the snapshot:
 *
 * <pre>
 * MessageInputFormat.read(job, snapshot, splits);
 * if (job.waitForCompletion(false)) {
 *   MessageInputFormat.verify(job, snapshot);
 *   …                                        // as Snapshot says
 * }
 * </pre>
 *
 * <p>The job has counters in the group {@code Messages}. They hold the number of messages read from
 * each address, of dead letters among them, and of splits read to their end.
 *
 * <p>Spark can read it by {@code newAPIHadoopRDD}, too, but without these counters and without the
 * passwords. The passwords have to be in the environment of each executor.
 */
public final class MessageInputFormat extends InputFormat<NullWritable, MessageWritable> {
  private static final Logger LOG = LoggerFactory.getLogger(MessageInputFormat.class);
  private static final String SPLITS = "conveyor.input.splits";

  /**
   * Makes a snapshot the input of a job.
   *
   * @param splits the maximum number of splits, at least 1; each is a task
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
   * Compares the messages that a finished job has read with the snapshot. A job whose mappers do
   * not read to the end cannot be compared. That is logged, and the result is an unknown loss.
   *
   * @return the losses, possibly of an unknown number
   * @throws dev.conveyor.streaming.run.LossException if messages are lost, and the plan says to
   *     fail then
   * @throws IOException if Hadoop no longer has the counters of the job
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

  /** Stores the splits in Base64, since Hadoop substitutes variables in settings. */
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
