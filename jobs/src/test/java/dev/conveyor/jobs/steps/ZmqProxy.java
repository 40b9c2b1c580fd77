package dev.conveyor.jobs.steps;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/**
 * Between one driver and the feeder of an acknowledged queue: each delivery and each answer is a
 * step.
 */
final class ZmqProxy extends Proxy {
  /** An empty frame, and the sequence number: an acknowledgment. With a third it is a return. */
  private static final int ACKNOWLEDGMENT = 2;

  private final LongConsumer acknowledged;
  private final Map<Long, String> bodies = new ConcurrentHashMap<>();

  /**
   * @param acknowledged is told the sequence number of each message that the feeder hears is done
   */
  ZmqProxy(InetAddress host, int port, int feeder, LongConsumer acknowledged) throws IOException {
    super(host, port, feeder);
    this.acknowledged = acknowledged;
  }

  @Override
  void carry(Socket client, Socket server, Driver caller) throws IOException {
    alongside(
        () -> {
          try (client;
              server) {
            pump(client, server, caller, true);
          } catch (IOException e) {
            // One of the two has closed.
          }
        });
    pump(server, client, caller, false);
  }

  private void pump(Socket from, Socket to, Driver caller, boolean isAnswer) throws IOException {
    Zmtp messages = new Zmtp(new BufferedInputStream(from.getInputStream()));
    messages.passGreeting(to.getOutputStream());
    for (Zmtp.Value value = messages.read(); value != null; value = messages.read()) {
      Verdict verdict = value.isCommand() ? Verdict.GO : caller.pass(name(value, isAnswer), false);
      if (verdict == Verdict.FAIL || verdict == Verdict.REFUSE || caller.isDead()) {
        return;
      }
      to.getOutputStream().write(value.bytes());
      if (isAnswer && !value.isCommand() && value.frames().size() == ACKNOWLEDGMENT) {
        acknowledged.accept(sequence(value));
      }
      if (verdict == Verdict.LOSE) {
        return;
      }
    }
  }

  private static long sequence(Zmtp.Value value) {
    return ByteBuffer.wrap(value.frames().get(1)).getLong();
  }

  /** Numbers differ from feeder to feeder, so that an answer is named by what was delivered. */
  private String name(Zmtp.Value value, boolean isAnswer) {
    List<byte[]> frames = value.frames();
    if (isAnswer) {
      String kind = frames.size() == ACKNOWLEDGMENT ? "acknowledge " : "return ";
      return "zmq " + kind + bodies.getOrDefault(sequence(value), "what was not delivered");
    }
    String body = new String(frames.get(frames.size() - 1), UTF_8);
    bodies.put(sequence(value), body);
    return "zmq deliver " + body;
  }
}
