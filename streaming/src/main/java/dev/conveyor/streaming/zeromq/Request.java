package dev.conveyor.streaming.zeromq;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * What came through a ROUTER: the way back to who asked, as far as and with the empty frame, then
 * the contents.
 *
 * @param route empty if no answer is possible
 * @param contents no more than {@value #MOST_FRAMES} frames of them
 * @param frames how many there were
 */
record Request(List<byte[]> route, List<byte[]> contents, int frames) {
  private static final int MOST_FRAMES = 8;
  private static final int LONGEST_ROUTE = 1_024;

  /** Reads the rest of the message that begins with this frame. */
  static Request read(ManagedSocket wire, byte[] first) {
    List<byte[]> all = new ArrayList<>(List.of(first));
    int end = -1;
    int frames = 1;
    int bytes = first.length;
    while (wire.hasMoreFrames()) {
      byte[] frame = wire.nextFrame();
      frames++;
      bytes += end < 0 ? frame.length : 0;
      if (all.size() < 2 * MOST_FRAMES) {
        if (end < 0 && frame.length == 0) {
          end = all.size();
        }
        all.add(frame);
      }
    }
    boolean answerable = end > 0 && end < MOST_FRAMES && bytes <= LONGEST_ROUTE;
    int from = answerable ? end + 1 : Math.min(1, all.size());
    return new Request(
        answerable ? List.copyOf(all.subList(0, from)) : List.of(),
        List.copyOf(all.subList(from, Math.min(all.size(), from + MOST_FRAMES))),
        frames - from);
  }

  /** Whether it is a numbered body that can be answered. */
  boolean isDelivery() {
    return !route.isEmpty() && contents.size() == 2 && contents.get(0).length == Long.BYTES;
  }

  /** The frames of an answer. */
  byte[][] answer(byte[]... contents) {
    List<byte[]> frames = new ArrayList<>(route);
    frames.addAll(List.of(contents));
    return frames.toArray(byte[][]::new);
  }

  /** Returns whether who asked first is a feeder of ours, in person or behind brokers. */
  boolean isOfSession() {
    return route.size() >= 2 && Session.isMarked(asker());
  }

  /** The identity of who asked first: all that stand before it in the route are brokers. */
  private byte[] asker() {
    return route.get(route.size() - 2);
  }

  /**
   * A key that is equal for deliveries that the same peer numbered the same: in a session, whatever
   * way they took, for repetitions of one message; else perhaps for other messages of a client that
   * began its numbers anew.
   */
  ByteBuffer key() {
    byte[] sequence = contents.get(0);
    List<byte[]> peer = isOfSession() ? List.of(asker()) : route;
    int length = peer.stream().mapToInt(frame -> frame.length + 1).sum() + sequence.length;
    ByteBuffer key = ByteBuffer.allocate(length);
    peer.forEach(frame -> key.put((byte) frame.length).put(frame));
    return key.put(sequence).flip();
  }

  /** The same, and equal only where the bodies are, too. */
  ByteBuffer keyWithBody() {
    byte[] digest = sha256().digest(contents.get(1));
    ByteBuffer key = key();
    return ByteBuffer.allocate(key.remaining() + digest.length).put(key).put(digest).flip();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
