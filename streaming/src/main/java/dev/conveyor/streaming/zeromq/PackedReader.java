package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessagePacker;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.PackingReader;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.transport.UnacknowledgedCount;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * A reader that unpacks {@linkplain PackedFrame blocks} from another reader. Each other message is
 * a dead letter. A block is acknowledged when all its messages are; if one of them was rejected, or
 * the reader closes before, it returns as a whole.
 */
class PackedReader implements MessageReader {
  /** The size of a block above the limit of a message, in bytes. */
  private static final int HEADROOM = 1 << 20;

  private static final int MAX_BATCH_BYTES = 8 << 20;

  /** The number of messages for which one more block is read at a time. */
  private static final int MESSAGES_A_BLOCK = 1_024;

  private static final int MAX_BLOCKS = 64;

  private final MessageReader reader;
  private final int maxMessage;
  private final boolean settles;
  private final UnacknowledgedCount unacknowledged = new UnacknowledgedCount();

  /** The blocks whose messages are not all read. */
  private final Deque<Block> unread = new ArrayDeque<>();

  /** The blocks whose messages are not all acknowledged or rejected, in order. */
  private final Deque<Block> unsettled = new ArrayDeque<>();

  /** A block, or a message that is none. */
  private static final class Block {
    private final Message message;

    /** Null for a dead letter. */
    private final PackedFrame frame;

    private int read;
    private int settled;

    /** The reason of the latest rejection; null if there was none. */
    private String rejection;

    Block(Message message, PackedFrame frame) {
      this.message = message;
      this.frame = frame;
    }

    int count() {
      return frame == null ? 1 : frame.count();
    }
  }

  /** Wraps a reader of blocks that need acknowledgments. */
  PackedReader(MessageReader reader, int maxMessage) {
    this(reader, maxMessage, true);
  }

  private PackedReader(MessageReader reader, int maxMessage, boolean settles) {
    this.reader = reader;
    this.maxMessage = maxMessage;
    this.settles = settles;
  }

  /** Returns the options of a reader of blocks, for these options of messages. */
  static ReaderOptions ofBlocks(ReaderOptions options) {
    long limit = (long) options.maxMessage() + HEADROOM;
    return options.withMaxMessage((int) Math.min(Integer.MAX_VALUE, limit));
  }

  /** A reader of blocks without acknowledgments. */
  static final class Live extends PackedReader implements PackingReader {
    /** Wraps a reader of blocks. */
    Live(MessageReader reader, int maxMessage) {
      super(reader, maxMessage, false);
    }

    @Override
    public int read(MessagePacker packer, int limit, Duration patience)
        throws InterruptedException {
      int before = packer.count();
      super.read(limit, patience, new Packing(packer));
      return packer.count() - before;
    }
  }

  /** A destination of messages. */
  private interface Sink {
    int count();

    void add(Message message);

    void add(String source, PackedFrame frame, int message);
  }

  private record Packing(MessagePacker packer) implements Sink {
    @Override
    public int count() {
      return packer.count();
    }

    @Override
    public void add(Message message) {
      packer.add(message);
    }

    @Override
    public void add(String source, PackedFrame frame, int message) {
      packer.add(source, frame.bytes(), frame.from(message), frame.to(message));
    }
  }

  private record Listing(List<Message> messages, int maxMessage) implements Sink {
    @Override
    public int count() {
      return messages.size();
    }

    @Override
    public void add(Message message) {
      messages.add(message);
    }

    @Override
    public void add(String source, PackedFrame frame, int message) {
      byte[] body = Arrays.copyOfRange(frame.bytes(), frame.from(message), frame.to(message));
      messages.add(Message.received(source, body, maxMessage));
    }
  }

  @Override
  public Address address() {
    return reader.address();
  }

  @Override
  public List<Message> read(int limit, Duration patience) throws InterruptedException {
    List<Message> messages = new ArrayList<>();
    read(limit, patience, new Listing(messages, maxMessage));
    unacknowledged.add(messages.size());
    return messages;
  }

  private void read(int limit, Duration patience, Sink sink) throws InterruptedException {
    int most = sink.count() + limit;
    long bytes = unpack(most, sink);
    Duration wait = bytes > 0 ? Duration.ZERO : patience;
    while (sink.count() < most && bytes < MAX_BATCH_BYTES) {
      int blocks = 1 + (most - sink.count()) / MESSAGES_A_BLOCK;
      List<Message> arrived = reader.read(Math.min(blocks, MAX_BLOCKS), wait);
      if (arrived.isEmpty()) {
        return;
      }
      if (!settles) {
        reader.acknowledge(arrived);
      }
      arrived.forEach(this::add);
      bytes += unpack(most, sink);
      wait = Duration.ZERO;
    }
  }

  private void add(Message message) {
    Block block = parse(message);
    unread.add(block);
    if (settles) {
      unsettled.add(block);
    }
  }

  private static Block parse(Message message) {
    if (message.isDead()) {
      return new Block(message, null);
    }
    try {
      return new Block(message, PackedFrame.parse(message.body()));
    } catch (PackedFrame.MalformedException e) {
      return new Block(BatchReader.dead(message.source(), message.body(), e.getMessage()), null);
    }
  }

  /** Adds messages up to a count; returns 0 if there was none, else the bytes of their blocks. */
  private long unpack(int most, Sink sink) {
    long bytes = 0;
    while (!unread.isEmpty() && sink.count() < most) {
      Block block = unread.peek();
      bytes += 1 + block.message.body().length;
      if (block.frame == null) {
        sink.add(block.message);
        block.read++;
      }
      while (block.read < block.count() && sink.count() < most) {
        sink.add(block.message.source(), block.frame, block.read++);
      }
      if (block.read == block.count()) {
        unread.remove();
      }
    }
    return bytes;
  }

  @Override
  public List<Message> acknowledge(List<Message> messages) throws InterruptedException {
    unacknowledged.remove(messages.size());
    for (int i = 0; settles && i < messages.size(); i++) {
      settle();
    }
    return messages;
  }

  @Override
  public boolean reject(Message message, String reason) throws InterruptedException {
    unacknowledged.remove(1);
    if (!settles) {
      return false;
    }
    unsettled.element().rejection = reason;
    return settle();
  }

  /**
   * Settles the oldest unsettled message, and with its last one the block.
   *
   * @return whether the block returned, or may still return
   */
  private boolean settle() throws InterruptedException {
    Block block = unsettled.element();
    if (++block.settled < block.count()) {
      return true;
    }
    unsettled.remove();
    if (block.rejection != null) {
      return reader.reject(block.message, block.rejection);
    }
    reader.acknowledge(List.of(block.message));
    return false;
  }

  @Override
  public void standBy() throws InterruptedException {
    reader.standBy();
  }

  @Override
  public boolean isConnected() {
    return reader.isConnected();
  }

  @Override
  public boolean isServerAway() {
    return reader.isServerAway();
  }

  @Override
  public void close() {
    reader.close();
  }
}
