package dev.conveyor.jobs.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * The least that can carry these messages over the loopback interface, to compare a stream with: a
 * bare JeroMQ loop of PUSH and PULL, and a TCP connection on which each message follows its length.
 * Each loop has one thread at each end, counts messages and bytes, and fails if they are not those
 * that were sent.
 *
 * <p>{@code ZeroMqPeer FILE REPEATS}: the messages are the lines of the file, sent that many times.
 * Prints one line of JSON with the rates in messages a second.
 */
final class ZeroMqPeer {
  private static final int BUFFER = 1 << 16;
  private static final int HANDSHAKE_MILLIS = 1_000;
  private static final int PATIENCE_MILLIS = 30_000;

  private final List<byte[]> messages;
  private final int repeats;

  private ZeroMqPeer(List<byte[]> messages, int repeats) {
    this.messages = messages;
    this.repeats = repeats;
  }

  /** Messages and their bytes, as one end of a loop counted them. */
  private record Count(long messages, long bytes) {}

  public static void main(String[] words) throws Exception {
    ZeroMqPeer peer = new ZeroMqPeer(lines(Path.of(words[0])), Integer.parseInt(words[1]));
    Count sent = peer.expected();
    double jeromq = sent.messages() / peer.seconds(peer::jeromq);
    double socket = sent.messages() / peer.seconds(peer::socket);
    System.out.printf(
        Locale.ROOT,
        "{\"messages\":%d,\"bytes\":%d,\"jeromq\":%.0f,\"socket\":%.0f}%n",
        sent.messages(),
        sent.bytes(),
        jeromq,
        socket);
  }

  private static List<byte[]> lines(Path file) throws IOException {
    byte[] text = Files.readAllBytes(file);
    List<byte[]> lines = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < text.length; at++) {
      if (text[at] == '\n') {
        lines.add(Arrays.copyOfRange(text, from, at));
        from = at + 1;
      }
    }
    return lines;
  }

  private Count expected() {
    long bytes = messages.stream().mapToLong(message -> message.length).sum();
    return new Count((long) messages.size() * repeats, bytes * repeats);
  }

  /** A loop: it returns what its receiver counted. */
  private interface Loop {
    Count run() throws Exception;
  }

  private double seconds(Loop loop) throws Exception {
    long start = System.nanoTime();
    Count received = loop.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (!received.equals(expected())) {
      throw new IllegalStateException("received " + received + " of " + expected());
    }
    return seconds;
  }

  private Count jeromq() throws Exception {
    try (ZContext context = new ZContext()) {
      ZMQ.Socket pull = context.createSocket(SocketType.PULL);
      pull.setHandshakeIvl(HANDSHAKE_MILLIS);
      pull.setReceiveTimeOut(PATIENCE_MILLIS);
      int port = pull.bindToRandomPort("tcp://127.0.0.1");
      FutureTask<Void> sender = started(() -> push(context, port));
      Count received = count(pull);
      sender.get();
      return received;
    }
  }

  private Void push(ZContext context, int port) {
    ZMQ.Socket push = context.createSocket(SocketType.PUSH);
    push.setHandshakeIvl(HANDSHAKE_MILLIS);
    push.connect("tcp://127.0.0.1:" + port);
    for (int i = 0; i < repeats; i++) {
      for (byte[] message : messages) {
        push.send(message);
      }
    }
    return null;
  }

  private Count count(ZMQ.Socket pull) {
    long expected = (long) messages.size() * repeats;
    long count = 0;
    long bytes = 0;
    for (; count < expected; count++) {
      byte[] message = pull.recv();
      if (message == null) {
        break;
      }
      bytes += message.length;
    }
    return new Count(count, bytes);
  }

  private Count socket() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      FutureTask<Void> sender = started(() -> write(server.getLocalPort()));
      try (Socket accepted = server.accept()) {
        accepted.setSoTimeout(PATIENCE_MILLIS);
        Count received = count(accepted.getInputStream());
        sender.get();
        return received;
      }
    }
  }

  private Void write(int port) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      for (int i = 0; i < repeats; i++) {
        for (byte[] message : messages) {
          if (buffer.remaining() < Integer.BYTES + message.length) {
            out.write(buffer.array(), 0, buffer.position());
            buffer.clear();
          }
          buffer.putInt(message.length).put(message);
        }
      }
      out.write(buffer.array(), 0, buffer.position());
    }
    return null;
  }

  private static Count count(InputStream in) throws IOException {
    long count = 0;
    long bytes = 0;
    byte[] message = new byte[BUFFER];
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    int read = in.read(buffer.array());
    while (read >= 0) {
      buffer.position(buffer.position() + read).flip();
      while (buffer.remaining() >= Integer.BYTES
          && buffer.remaining() - Integer.BYTES >= buffer.getInt(buffer.position())) {
        int length = buffer.getInt();
        buffer.get(message, 0, length);
        count++;
        bytes += length;
      }
      buffer.compact();
      read = in.read(buffer.array(), buffer.position(), buffer.remaining());
    }
    return new Count(count, bytes);
  }

  private static FutureTask<Void> started(Callable<Void> work) {
    FutureTask<Void> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "sender");
    thread.setDaemon(true);
    thread.start();
    return task;
  }
}
