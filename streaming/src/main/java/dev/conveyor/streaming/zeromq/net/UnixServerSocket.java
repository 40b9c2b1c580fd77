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
 * Binds a Unix domain socket where JeroMQ binds a port. The umask of the process decides the file's
 * permissions; connecting needs permission to write. Closing deletes the file. The socket file of a
 * killed process is replaced; binding to any other existing file fails.
 */
final class UnixServerSocket extends ServerSocket {
  private final ServerSocketChannel channel;
  private final Path file;

  /** Identifies the file of this socket, which another socket may have replaced. */
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

  /** Returns whether the file is a socket without a listener. */
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
