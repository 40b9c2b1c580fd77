package dev.conveyor.streaming.zeromq;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of a ROUTER: the route back to its sender, up to the empty delimiter frame, and the
 * content frames.
 *
 * @param route empty if the message cannot be answered
 * @param contents at most {@value #MAX_FRAMES} content frames
 * @param frames the number of all content frames
 */
record Request(List<byte[]> route, List<byte[]> contents, int frames) {
  private static final int MAX_FRAMES = 8;
  private static final int MAX_ROUTE_BYTES = 1_024;

  /** Reads the rest of the message whose first frame this is. */
  static Request read(ManagedSocket socket, byte[] first) {
    List<byte[]> all = new ArrayList<>(List.of(first));
    int end = -1;
    int frames = 1;
    int bytes = first.length;
    while (socket.hasMoreFrames()) {
      byte[] frame = socket.nextFrame();
      frames++;
      bytes += end < 0 ? frame.length : 0;
      if (all.size() < 2 * MAX_FRAMES) {
        if (end < 0 && frame.length == 0) {
          end = all.size();
        }
        all.add(frame);
      }
    }
    boolean answerable = end > 0 && end < MAX_FRAMES && bytes <= MAX_ROUTE_BYTES;
    int from = answerable ? end + 1 : Math.min(1, all.size());
    return new Request(
        answerable ? List.copyOf(all.subList(0, from)) : List.of(),
        List.copyOf(all.subList(from, Math.min(all.size(), from + MAX_FRAMES))),
        frames - from);
  }

  /** Returns whether this is a sequence number and a body, and can be answered. */
  boolean isDelivery() {
    return !route.isEmpty() && contents.size() == 2 && contents.get(0).length == Long.BYTES;
  }

  /** Returns the frames of an answer. */
  byte[][] answer(byte[]... contents) {
    List<byte[]> frames = new ArrayList<>(route);
    frames.addAll(List.of(contents));
    return frames.toArray(byte[][]::new);
  }

  /** Returns whether the original sender is a feeder of Conveyor, directly or behind brokers. */
  boolean isOfSession() {
    return route.size() >= 2 && Session.hasPrefix(sender());
  }

  /** Returns the identity of the original sender: those before it in the route are brokers. */
  private byte[] sender() {
    return route.get(route.size() - 2);
  }

  /**
   * Returns a key of peer and sequence number. Within a session, equal keys mean repeats of one
   * message, by any route. Otherwise a client may have restarted its numbers.
   */
  ByteBuffer key() {
    byte[] sequence = contents.get(0);
    List<byte[]> peer = isOfSession() ? List.of(sender()) : route;
    int length = peer.stream().mapToInt(frame -> frame.length + 1).sum() + sequence.length;
    ByteBuffer key = ByteBuffer.allocate(length);
    peer.forEach(frame -> key.put((byte) frame.length).put(frame));
    return key.put(sequence).flip();
  }

  /** Returns a key of peer, sequence number and body. */
  ByteBuffer keyWithBody() {
    byte[] digest = sha256().digest(contents.get(1));
    ByteBuffer key = key();
    return ByteBuffer.allocate(key.remaining() + digest.length).put(key).put(digest).flip();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }
}
