package dev.conveyor.jobs.input;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessagePage;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Messages as records, in blocks of one source each: {@value #MOST} messages or some 4 MiB at most.
 * Belongs to one thread.
 */
public final class MessageBlocks implements Iterator<RecordBlock> {
  /** Maximum size of a block, since a task checks only between blocks whether it is to end. */
  private static final int MOST = 10_000;

  /** The size of bodies after which a block ends. */
  private static final long MOST_BYTES = 4 << 20;

  private final Iterator<MessagePage> pages;
  private final Filter filter;

  /** Null after the last one. */
  private MessagePage page = MessagePage.of(List.of());

  private int next = -1;

  /** A filter that sees each message once, in order. */
  @FunctionalInterface
  public interface Filter {

    /** Returns whether a message of a page is a record. */
    boolean accepts(MessagePage page, int index);
  }

  /** Takes all messages of pages, which it reads on demand, one message ahead. */
  public MessageBlocks(Iterator<MessagePage> pages) {
    this(pages, (page, index) -> true);
  }

  /** Takes the messages of pages that a filter accepts. */
  public MessageBlocks(Iterator<MessagePage> pages, Filter filter) {
    this.pages = pages;
    this.filter = filter;
    advance();
  }

  private void advance() {
    do {
      next++;
      while (page != null && next >= page.size()) {
        page = pages.hasNext() ? pages.next() : null;
        next = 0;
      }
    } while (page != null && !filter.accepts(page, next));
  }

  @Override
  public boolean hasNext() {
    return page != null;
  }

  /** Returns the next block, which must be read before the one after it. */
  @Override
  public RecordBlock next() {
    if (page == null) {
      throw new NoSuchElementException();
    }
    return new Block(page.source());
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
      String id = page == null ? "" : page.id(next);
      return id.isEmpty() ? "" : "id " + id;
    }

    @Override
    public void read(RecordVisitor visitor) {
      long bytes = 0;
      for (int i = 0; i < MOST && bytes < MOST_BYTES && isOfSource(); i++) {
        bytes += page.to(next) - page.from(next);
        show(visitor);
        advance();
      }
    }

    private boolean isOfSource() {
      return page != null && page.source().equals(source);
    }
  }

  private void show(RecordVisitor visitor) {
    if (page.isPlain(next)) {
      visitor.visit(page.buffer(next), page.from(next), page.to(next));
    } else {
      show(page.message(next), visitor);
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
