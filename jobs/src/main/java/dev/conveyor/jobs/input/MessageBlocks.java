package dev.conveyor.jobs.input;

import dev.conveyor.streaming.Message;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Messages as records, in blocks of one source each. Belongs to one thread. */
public final class MessageBlocks implements Iterator<RecordBlock> {
  /** Maximum size of a block, since a task checks only between blocks whether it is to end. */
  private static final int MOST = 10_000;

  private final Iterator<Message> messages;
  private Message next;

  /** Reads messages on demand, one ahead. */
  public MessageBlocks(Iterator<Message> messages) {
    this.messages = messages;
    advance();
  }

  private void advance() {
    next = messages.hasNext() ? messages.next() : null;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  /** Returns the next block, which must be read before the one after it. */
  @Override
  public RecordBlock next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    return new Block(next.source());
  }

  private final class Block implements RecordBlock {
    private final String source;

    private Block(String source) {
      this.source = source;
    }

    @Override
    public String source() {
      return source;
    }

    @Override
    public String position() {
      return next == null || next.id().isEmpty() ? "" : "id " + next.id();
    }

    @Override
    public void read(RecordVisitor visitor) {
      for (int i = 0; i < MOST && next != null && next.source().equals(source); i++) {
        show(next, visitor);
        advance();
      }
    }
  }

  /** Visits a message. Only the beginning of a dead message was kept, so its length is unknown. */
  private static void show(Message message, RecordVisitor visitor) {
    byte[] body = message.body();
    if (message.isDead()) {
      visitor.visitDead(message.deathReason(), body, 0, body.length, body.length);
    } else {
      visitor.visit(body, 0, body.length);
    }
  }
}
