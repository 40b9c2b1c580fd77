package dev.conveyor.streaming.hadoop;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.SliceReader;
import dev.conveyor.streaming.run.SnapshotPart;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.security.Credentials;

/** Reads the parts of a split one after another, a page at a time. Belongs to one thread. */
final class MessageRecordReader extends RecordReader<NullWritable, MessageWritable> {
  private final MessageWritable value = new MessageWritable();
  private Iterator<SnapshotPart> parts;
  private long expected;
  private Credentials credentials;
  private MessageCounters counters;
  private SliceReader reader;
  private int address;
  private List<Message> page = List.of();
  private int at;
  private long count;
  private boolean ended;

  @Override
  public void initialize(InputSplit split, TaskAttemptContext context) {
    MessageSplit messages = (MessageSplit) split;
    parts = messages.parts().iterator();
    expected = messages.getLength();
    credentials = context.getCredentials();
    counters = new MessageCounters(context);
  }

  @Override
  public boolean nextKeyValue() throws InterruptedException {
    while (at == page.size()) {
      if (!turn()) {
        return false;
      }
    }
    value.set(page.get(at++), address);
    return true;
  }

  /** Moves on to the next page or part; returns false if there is none. */
  private boolean turn() throws InterruptedException {
    if (reader == null) {
      return open();
    }
    page = reader.read();
    at = 0;
    if (page.isEmpty()) {
      close();
    } else {
      count += page.size();
      counters.read(address, page.size(), page.stream().filter(Message::isDead).count());
    }
    return true;
  }

  private boolean open() throws InterruptedException {
    if (parts.hasNext()) {
      SnapshotPart part = parts.next();
      address = part.address();
      reader = JobPasswords.open(part, credentials).open();
      return true;
    }
    if (!ended) {
      ended = true;
      counters.ended();
    }
    return false;
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
    return ended ? 1 : Math.min(1, (float) (count - page.size() + at) / Math.max(1, expected));
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
