package dev.conveyor.streaming.hadoop;

import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.SliceReader;
import dev.conveyor.streaming.run.SnapshotPart;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.security.Credentials;

/**
 * Reads the parts of a split of {@link MessageInputFormat} one after another, a page at a time, for
 * input formats that need no object a message. Counts what was read. A page is valid until the next
 * one. Belongs to one thread.
 */
public final class MessagePageReader extends RecordReader<NullWritable, MessagePage> {
  private static final MessagePage NOTHING = MessagePage.of(List.of());

  private Iterator<SnapshotPart> parts;
  private long expected;
  private Credentials credentials;
  private MessageCounters counters;
  private SliceReader reader;
  private int address;
  private MessagePage page = NOTHING;
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
    page = NOTHING;
    while (page.isEmpty()) {
      if (reader == null && !open()) {
        return false;
      }
      page = reader.read();
      if (page.isEmpty()) {
        close();
      }
    }
    count += page.size();
    counters.read(address, page.size(), dead());
    return true;
  }

  private long dead() {
    long dead = 0;
    for (int i = 0; i < page.size(); i++) {
      dead += !page.isPlain(i) && page.message(i).isDead() ? 1 : 0;
    }
    return dead;
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

  /** Returns the index of the page's address in the plan of its snapshot. */
  int address() {
    return address;
  }

  @Override
  public NullWritable getCurrentKey() {
    return NullWritable.get();
  }

  @Override
  public MessagePage getCurrentValue() {
    return page;
  }

  @Override
  public float getProgress() {
    return progress(count);
  }

  /** Returns the progress before the last messages of this page. */
  float progressBefore(int unused) {
    return progress(count - unused);
  }

  private float progress(long used) {
    return ended ? 1 : Math.min(1, (float) used / Math.max(1, expected));
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
