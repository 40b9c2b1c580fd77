package dev.conveyor.streaming.redis.stream;

import dev.conveyor.streaming.redis.internal.ReplyReader;
import java.io.IOException;

/** Takes the entries of a reply. Belongs to one thread. */
interface EntryPage {

  /**
   * Takes entries in the place of those of the reply before. Returns the number of all entries in
   * the reply, which it reads to its end.
   *
   * @param after the ID after which they come
   * @param asked how many entries were asked for
   */
  int take(ReplyReader reply, StreamId after, int asked) throws IOException;

  /** Returns how many entries of the latest reply were taken, from the first one on. */
  int taken();

  /** Returns the number of bytes in all their fields, and some for each field. */
  long bytes();

  /** Returns the ID of the last of them; null if there are none. */
  StreamId last();

  /** Returns whether no more entries are wanted. */
  boolean isDone();
}
