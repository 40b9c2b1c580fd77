package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.stats.DeliveryStats;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The reports of map tasks about the messages of their addresses. Belongs to one thread. */
public final class PartitionReport implements Serializable {
  private static final long serialVersionUID = 1;

  /** Bytes of a body that are enough to show it. */
  private static final int MOST_SHOWN = 1_024;

  private final TreeSet<Integer> ended = new TreeSet<>();
  private final ArrayList<Sample> samples = new ArrayList<>();
  private final TreeMap<Integer, Long> messages = new TreeMap<>();
  private final DeliveryStats deliveryStats = new DeliveryStats();
  private long dead;

  /** The first bytes of a body, and the index of its address. */
  public record Sample(int address, byte[] body) implements Serializable {}

  /** Returns messages by the index of their address, dead letters included, end markers not. */
  public Map<Integer, Long> messages() {
    return messages;
  }

  /** Returns the number of messages that at least one job could not take. */
  public long dead() {
    return dead;
  }

  /** Returns the indexes of addresses that have delivered their end marker. */
  public Set<Integer> ended() {
    return ended;
  }

  /** Returns as many bodies as the plan asks for, in the order in which they came. */
  public List<Sample> samples() {
    return samples;
  }

  /** Returns gaps, repeats and latency of all addresses together. */
  DeliveryStats deliveryStats() {
    return deliveryStats;
  }

  /** Counts messages of an address. */
  void count(int address, long more) {
    if (more > 0) {
      messages.merge(address, more, Long::sum);
    }
  }

  /** Adds a message to the stats, and its body to the samples if they are below {@code preview}. */
  void note(int address, MessagePage page, int index, int preview) {
    if (page.isPlain(index)) {
      deliveryStats.addPlain();
    } else {
      deliveryStats.add(page.message(index), InstantSource.system());
    }
    if (samples.size() < preview) {
      int from = page.from(index);
      int to = Math.min(page.to(index), from + MOST_SHOWN);
      samples.add(new Sample(address, Arrays.copyOfRange(page.buffer(index), from, to)));
    }
  }

  void countDead(long more) {
    dead += more;
  }

  void end(int address) {
    ended.add(address);
  }

  void add(PartitionReport other) {
    other.messages.forEach((address, more) -> messages.merge(address, more, Long::sum));
    deliveryStats.add(other.deliveryStats);
    dead += other.dead;
    ended.addAll(other.ended);
    samples.addAll(other.samples);
  }

  /** Returns the bytes that {@link #read} reads. */
  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static PartitionReport read(byte[] bytes) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (PartitionReport) in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("a report is of another version", e);
    }
  }
}
