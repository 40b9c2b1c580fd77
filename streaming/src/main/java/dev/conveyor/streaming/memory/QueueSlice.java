package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.SliceReader;
import dev.conveyor.streaming.TransportException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The claimed messages of a run from (inclusive) to (exclusive), readable in this JVM only. */
record QueueSlice(Address address, String run, int maxMessage, long from, long to)
    implements Slice {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9_-]+) ([0-9]{1,10}) ([0-9]{1,18}) ([0-9]{1,18})");

  /**
   * Parses the text of a slice.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static QueueSlice parse(Address address, String text) {
    Matcher fields = FORM.matcher(text);
    if (!fields.matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is no slice of a memory queue");
    }
    return new QueueSlice(
        address,
        fields.group(1),
        Integer.parseInt(fields.group(2)),
        Long.parseLong(fields.group(3)),
        Long.parseLong(fields.group(4)));
  }

  @Override
  public QueueSlice withMaxMessage(int bytes) {
    return new QueueSlice(address, run, bytes, from, to);
  }

  @Override
  public String text() {
    return run + " " + maxMessage + " " + from + " " + to;
  }

  @Override
  public SliceReader open() {
    String name = address.path();
    List<Message> all =
        bodies().stream().map(body -> Message.received(name, body, maxMessage)).toList();
    return new SliceReader() {
      private List<Message> rest = all;

      @Override
      public MessagePage read() {
        MessagePage read = MessagePage.of(rest);
        rest = List.of();
        return read;
      }

      @Override
      public void close() {
        rest = List.of();
      }
    };
  }

  private List<byte[]> bodies() {
    MemoryQueue queue = MemoryQueue.QUEUES.open(address.path());
    try {
      return queue.bodies(run, from, to);
    } catch (IndexOutOfBoundsException e) {
      throw new TransportException(
          "cannot read " + this + ": " + e.getMessage() + "; read slices before their release", e);
    } finally {
      MemoryQueue.QUEUES.close(address.path());
    }
  }
}
