package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.conveyor.streaming.Address;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;

/** A peer that greets as ZeroMQ does and then sends whatever it likes. */
final class HostilePeer implements AutoCloseable {
  private static final byte[] SIGNATURE = {(byte) 0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F};
  private static final byte DEALER_OF_ZMTP_2 = 5;

  private final Socket socket;

  private HostilePeer(Address at) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), at.port().orElseThrow());
    socket.setSoTimeout(20_000);
    send(SIGNATURE);
  }

  /** Speaks ZMTP 3.0, and says that it is a socket of this type. */
  static HostilePeer of(String type, Address at) throws IOException {
    return of(at, property("Socket-Type", type));
  }

  /** Says besides that its own address is another. */
  static HostilePeer lying(String type, Address at) throws IOException {
    return of(at, property("Peer-Address", "127.0.0.1:1") + property("Socket-Type", type));
  }

  private static HostilePeer of(Address at, String properties) throws IOException {
    HostilePeer peer = new HostilePeer(at);
    peer.send((byte) 3, (byte) 0);
    peer.send(Arrays.copyOf("NULL".getBytes(US_ASCII), 20));
    peer.send(new byte[32]);
    String ready = (char) 5 + "READY" + properties;
    peer.send((byte) 4, (byte) ready.length());
    peer.send(ready.getBytes(US_ASCII));
    peer.awaitGreeting();
    return peer;
  }

  /** JeroMQ refuses what comes before it has sent its own. */
  private void awaitGreeting() throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    in.readFully(new byte[64 + 1]);
    in.readFully(new byte[in.readUnsignedByte()]);
  }

  private static String property(String name, String value) {
    return (char) name.length() + name + "\0\0\0" + (char) value.length() + value;
  }

  /** Speaks ZMTP 2.0. */
  static HostilePeer old(Address at) throws IOException {
    HostilePeer peer = new HostilePeer(at);
    peer.send((byte) 1, DEALER_OF_ZMTP_2, (byte) 0, (byte) 0);
    return peer;
  }

  /** A mebibyte of frames of equal size, none of which is the last of its message. */
  static byte[] frames(int size) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    byte[] head =
        size < 256
            ? new byte[] {1, (byte) size}
            : new byte[] {3, 0, 0, 0, 0, 0, (byte) (size >> 16), (byte) (size >> 8), (byte) size};
    while (frames.size() < 1 << 20) {
      frames.writeBytes(head);
      frames.writeBytes(new byte[size]);
    }
    return frames.toByteArray();
  }

  void send(byte... bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Sends it again and again; returns how often it could before it was cut off. */
  int flood(byte[] bytes, int times) {
    for (int sent = 0; sent < times; sent++) {
      try {
        send(bytes);
      } catch (IOException e) {
        return sent;
      }
    }
    return times;
  }

  /** Returns the bytes that the other end sends until it closes the connection. */
  byte[] awaitEnd() throws IOException {
    return socket.getInputStream().readAllBytes();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
