package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.input.MessageBlocks;
import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.hadoop.MessageWritable;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/** Reads messages in blocks, since a call for each record costs more than counting it. */
final class MessageBlocksReader extends RecordReader<NullWritable, RecordBlock> {
  private final RecordReader<NullWritable, MessageWritable> messages;
  private MessageBlocks blocks;
  private RecordBlock block;

  MessageBlocksReader(RecordReader<NullWritable, MessageWritable> messages) {
    this.messages = messages;
  }

  @Override
  public void initialize(InputSplit split, TaskAttemptContext context)
      throws IOException, InterruptedException {
    messages.initialize(split, context);
    blocks = new MessageBlocks(new Messages());
  }

  /** Adapts Hadoop's reader to an iterator. */
  private final class Messages implements Iterator<Message> {
    private Message next = read();

    private Message read() {
      return HadoopCall.unchecked(
          () -> messages.nextKeyValue() ? messages.getCurrentValue().message() : null);
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Message next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      Message result = next;
      next = read();
      return result;
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
  public float getProgress() throws IOException, InterruptedException {
    return messages.getProgress();
  }

  @Override
  public void close() throws IOException {
    messages.close();
  }
}
