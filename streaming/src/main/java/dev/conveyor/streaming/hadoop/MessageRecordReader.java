package dev.conveyor.streaming.hadoop;

import dev.conveyor.streaming.MessagePage;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/** Reads the messages of a split one after another. Belongs to one thread. */
final class MessageRecordReader extends RecordReader<NullWritable, MessageWritable> {
  private final MessagePageReader pages = new MessagePageReader();
  private final MessageWritable value = new MessageWritable();
  private MessagePage page = pages.getCurrentValue();
  private int at;

  @Override
  public void initialize(InputSplit split, TaskAttemptContext context) {
    pages.initialize(split, context);
  }

  @Override
  public boolean nextKeyValue() throws InterruptedException {
    if (at == page.size()) {
      boolean isThere = pages.nextKeyValue();
      page = pages.getCurrentValue();
      at = 0;
      if (!isThere) {
        return false;
      }
    }
    value.set(page.message(at++), pages.address());
    return true;
  }

  @Override
  public NullWritable getCurrentKey() {
    return NullWritable.get();
  }

  @Override
  public MessageWritable getCurrentValue() {
    return value;
  }

  @Override
  public float getProgress() {
    return pages.progressBefore(page.size() - at);
  }

  @Override
  public void close() {
    pages.close();
  }
}
