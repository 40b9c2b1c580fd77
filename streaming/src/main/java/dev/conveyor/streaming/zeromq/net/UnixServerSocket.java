package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Binds a Unix domain socket where JeroMQ binds a port. The file is created with the permissions of
 * the process's umask: who may not write to it cannot connect. It is deleted at the end; a file
 * that a killed process left is replaced, any other one is refused.
 */
final class UnixServerSocket extends ServerSocket {
  private final ServerSocketChannel channel;
  private final Path file;

  /** Tells the file that this socket made from one that another has made since. */
  private Object fileKey;

  UnixServerSocket(ServerSocketChannel channel, Path file) throws IOException {
    this.channel = channel;
    this.file = file;
  }

  @Override
  public void bind(SocketAddress ignored, int backlog) throws IOException {
    if (isLeftBehind()) {
      Files.delete(file);
    }
    channel.bind(UnixDomainSocketAddress.of(file), backlog);
    fileKey = attributes().fileKey();
  }

  /** Whether the file is a socket at which nothing listens any more. */
  private boolean isLeftBehind() throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) || !attributes().isOther()) {
      return false;
    }
    try (SocketChannel test = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      test.connect(UnixDomainSocketAddress.of(file));
      return false;
    } catch (java.net.ConnectException e) {
      return true;
    }
  }

  private BasicFileAttributes attributes() throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public int getLocalPort() {
    return 0;
  }

  @Override
  public void close() throws IOException {
    super.close();
    if (fileKey != null
        && Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && fileKey.equals(attributes().fileKey())) {
      Files.delete(file);
    }
    fileKey = null;
  }
}
