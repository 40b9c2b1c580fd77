package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.input.RecordsFormat;
import dev.conveyor.streaming.hadoop.MessageInputFormat;
import dev.conveyor.streaming.hadoop.MessageSplit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/**
 * The input format of a batch that reads a snapshot, with or without files. A split is of either
 * kind.
 */
public final class FilesAndMessagesFormat extends InputFormat<NullWritable, RecordBlock> {
  private final RecordsFormat files = new RecordsFormat();
  private final MessageInputFormat messages = new MessageInputFormat();

  @Override
  public List<InputSplit> getSplits(JobContext context) throws IOException {
    List<InputSplit> splits = new ArrayList<>(files.getSplits(context));
    splits.addAll(messages.getSplits(context));
    return splits;
  }

  @Override
  public RecordReader<NullWritable, RecordBlock> createRecordReader(
      InputSplit split, TaskAttemptContext context) {
    return split instanceof MessageSplit
        ? new MessageBlocksReader()
        : files.createRecordReader(split, context);
  }
}
