package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.input.MessageBlocks;
import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.hadoop.MessagePageReader;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/** Reads messages in blocks, since a call for each record costs more than counting it. */
final class MessageBlocksReader extends RecordReader<NullWritable, RecordBlock> {
  private final MessagePageReader pages = new MessagePageReader();
  private MessageBlocks blocks;
  private RecordBlock block;

  @Override
  public void initialize(InputSplit split, TaskAttemptContext context) {
    pages.initialize(split, context);
    blocks = new MessageBlocks(new Pages());
  }

  /** Adapts Hadoop's reader to an iterator. */
  private final class Pages implements Iterator<MessagePage> {
    private boolean isRead;
    private boolean isThere;

    @Override
    public boolean hasNext() {
      if (!isRead) {
        isThere = HadoopCall.unchecked(pages::nextKeyValue);
        isRead = true;
      }
      return isThere;
    }

    @Override
    public MessagePage next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      isRead = false;
      return pages.getCurrentValue();
    }
  }

  @Override
  public boolean nextKeyValue() {
    if (!blocks.hasNext()) {
      return false;
    }
    block = blocks.next();
    return true;
  }

  @Override
  public NullWritable getCurrentKey() {
    return NullWritable.get();
  }

  @Override
  public RecordBlock getCurrentValue() {
    return block;
  }

  @Override
  public float getProgress() {
    return pages.getProgress();
  }

  @Override
  public void close() {
    pages.close();
  }
}
