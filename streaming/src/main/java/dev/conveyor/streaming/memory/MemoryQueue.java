package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.Outgoing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A queue: its waiting messages, and the claims of runs. Safe for threads. */
final class MemoryQueue {
  static final Registry<MemoryQueue> QUEUES =
      new Registry<>(name -> new MemoryQueue(), MemoryQueue::isEmpty);

  private final MessageBuffer waiting = new MessageBuffer();
  private final Map<String, MemoryClaim> claims = new HashMap<>();

  /** The token of the latest driver by run. */
  private final Map<String, Long> holders = new HashMap<>();

  MessageBuffer waiting() {
    return waiting;
  }

  private synchronized boolean isEmpty() {
    claims.values().removeIf(MemoryClaim::isEmpty);
    return waiting.size() == 0 && claims.isEmpty();
  }

  /**
   * Takes a run for a driver. Returns false, and changes nothing, if a driver with this token or a
   * higher one was here.
   */
  synchronized boolean open(String run, long token) {
    if (holders.getOrDefault(run, 0L) >= token) {
      return false;
    }
    holders.put(run, token);
    return true;
  }

  /** Returns the highest token of a run's drivers; 0 if it had none. */
  synchronized long latestToken(String run) {
    return holders.getOrDefault(run, 0L);
  }

  synchronized boolean isHeldBy(String run, long token) {
    return holders.getOrDefault(run, 0L) == token;
  }

  synchronized long start(String run) {
    return claims.containsKey(run) ? claims.get(run).start() : 0;
  }

  synchronized long waiting(String run, long from) {
    return claim(run, from).after(from) + waiting.size();
  }

  /**
   * Returns the end of the next range, after claiming messages for it. Claims no more than the
   * bounds need, so that writers to a full queue still wait.
   */
  synchronized long end(String run, long from, Bounds bounds) {
    MemoryClaim claim = claim(run, from);
    long messages = bounds.messages() - claim.after(from);
    long bytes = bounds.bytes() - claim.bytesAfter(from);
    if (messages > 0 && bytes > 0) {
      claim.add(waiting.poll((int) Math.min(messages, Integer.MAX_VALUE), bytes));
    }
    return claim.end(from, bounds);
  }

  /**
   * Returns the bodies from (inclusive) to (exclusive).
   *
   * @throws IndexOutOfBoundsException if some were never claimed, or are released
   */
  synchronized List<byte[]> bodies(String run, long from, long to) {
    MemoryClaim claim = claims.get(run);
    if (claim == null) {
      throw new IndexOutOfBoundsException("nothing is claimed by run " + run);
    }
    return claim.bodies(from, to);
  }

  synchronized void release(String run, long upTo) {
    claim(run, upTo).release(upTo);
  }

  /** Returns whether a run has released all messages up to a number. */
  synchronized boolean isReleased(String run, long upTo) {
    MemoryClaim claim = claims.get(run);
    return claim != null && claim.start() >= upTo;
  }

  /**
   * Returns the claimed messages of a run to the head of the queue, for its own driver.
   *
   * @return the number of messages; -1, and no message is returned, if a higher token was here
   */
  synchronized long drop(String run, long token) {
    if (holders.getOrDefault(run, 0L) > token) {
      return -1;
    }
    MemoryClaim claim = claims.remove(run);
    if (claim == null) {
      return 0;
    }
    List<Outgoing> back =
        claim.bodies(claim.start(), claim.end()).stream().map(Outgoing::of).toList();
    waiting.putBack(back);
    return back.size();
  }

  /** Returns the claim of a run; an empty one begins at the given number. */
  private MemoryClaim claim(String run, long from) {
    return claims.compute(
        run, (name, claim) -> claim == null || claim.isEmpty() ? new MemoryClaim(from) : claim);
  }
}
