package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.stats.DeliveryStats;
import java.io.Serializable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The reports of map tasks about their addresses. Belongs to one thread. */
public final class PartitionReport implements Serializable {
  private static final long serialVersionUID = 1;

  /** Bytes of a body that are enough to show it. */
  private static final int MOST_SHOWN = 1_024;

  private final TreeSet<Integer> ended = new TreeSet<>();
  private final ArrayList<Sample> samples = new ArrayList<>();
  private final TreeMap<Integer, Long> messages = new TreeMap<>();
  private final DeliveryStats reception = new DeliveryStats();
  private long dead;

  /** A body, to be shown: which address it came from, and its first bytes. */
  public record Sample(int address, byte[] body) implements Serializable {}

  /** Address, by its place in the plan, to its messages, dead ones too; end markers are none. */
  public Map<Integer, Long> messages() {
    return messages;
  }

  /** Messages that at least one job could not take. */
  public long dead() {
    return dead;
  }

  /** Which addresses, by their place in the plan, have delivered their end marker. */
  public Set<Integer> ended() {
    return ended;
  }

  /** As many bodies as the plan asks for, in the order in which they came. */
  public List<Sample> samples() {
    return samples;
  }

  /** Gaps, repeats and latency, of all addresses together. */
  DeliveryStats reception() {
    return reception;
  }

  /** Adds to the messages of an address. */
  void count(int address, long more) {
    messages.merge(address, more, Long::sum);
  }

  /** Looks at a message, and keeps its body while there are fewer than {@code preview}. */
  void note(int address, Message message, int preview) {
    reception.add(message, InstantSource.system());
    if (samples.size() < preview) {
      byte[] body = message.body();
      samples.add(new Sample(address, Arrays.copyOf(body, Math.min(body.length, MOST_SHOWN))));
    }
  }

  void countDead() {
    dead++;
  }

  void end(int address) {
    ended.add(address);
  }

  void add(PartitionReport other) {
    other.messages.forEach((address, more) -> messages.merge(address, more, Long::sum));
    reception.add(other.reception);
    dead += other.dead;
    ended.addAll(other.ended);
    samples.addAll(other.samples);
  }
}
