package dev.conveyor.streaming.redis.stream;

import static dev.conveyor.streaming.redis.BacklogBench.KEY;
import static dev.conveyor.streaming.redis.BacklogBench.next;

import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.redis.BacklogBench;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.RestoreParams;

/** A stream on a Redis of its own, that others trim, delete and restore under a run. */
@Timeout(90)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnAStream {
  @RegisterExtension final BacklogBench bench;
  protected boolean counts;

  OnAStream(LocalRedis.Server server) {
    bench = new BacklogBench("stream", server);
  }

  @BeforeAll
  void ask() {
    counts = bench.countsEntries();
  }

  @BeforeEach
  void allowAll() {
    bench.client().sendCommand(Protocol.Command.ACL, "SETUSER", "default", "+@all");
  }

  protected final void add(int from, int to) {
    addTo(KEY, from, to);
  }

  /** Entries with the IDs {@code number-0}. */
  protected final void addTo(String key, int from, int to) {
    for (int i = from; i < to; i++) {
      add(key, i + "-0", Integer.toString(i));
    }
  }

  protected final void add(String key, String id, String body) {
    bench.client().sendCommand(Protocol.Command.XADD, key, id, "body", body);
  }

  protected final void delete(int from, int to) {
    for (int i = from; i < to; i++) {
      bench.client().xdel(KEY, new StreamEntryID(i + "-0"));
    }
  }

  protected final void restore(byte[] dump) {
    bench.client().restore(KEY, 0, dump, RestoreParams.restoreParams().replace());
  }

  protected final long known(long count) {
    return counts ? count : Loss.UNKNOWN;
  }

  /** Reads the first entries of the stream. */
  protected final Position readFirst(Backlog backlog, int messages) throws InterruptedException {
    return next(backlog, backlog.start(), messages).to();
  }
}
