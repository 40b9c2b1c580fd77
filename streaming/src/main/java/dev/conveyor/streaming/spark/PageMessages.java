package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessagePage;
import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Makes an object of each message of a slice. */
final class PageMessages implements FlatMapFunction<Iterator<MessagePage>, Message> {
  private static final long serialVersionUID = 1;

  @Override
  public Iterator<Message> call(Iterator<MessagePage> pages) {
    return new Messages(pages, TaskContext.get());
  }

  /** Belongs to one thread. */
  private static final class Messages implements Iterator<Message> {
    private final Iterator<MessagePage> pages;
    private final TaskContext task;
    private Iterator<Message> page = Collections.emptyIterator();

    Messages(Iterator<MessagePage> pages, TaskContext task) {
      this.pages = pages;
      this.task = task;
    }

    @Override
    public boolean hasNext() {
      task.killTaskIfInterrupted();
      while (!page.hasNext() && pages.hasNext()) {
        page = pages.next().iterator();
      }
      return page.hasNext();
    }

    @Override
    public Message next() {
      return page.next();
    }
  }
}
