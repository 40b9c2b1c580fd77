package dev.conveyor.streaming.zeromq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code zmq+ipc} is a Unix domain socket, not a port. */
@Timeout(60)
final class IpcTest {
  @TempDir private Path folder;

  private final ZeroMqTransport transport = new ZeroMqTransport();

  private static Address queue(Path file, String parameters) {
    return Address.parse("zmq+ipc://" + file + "?queue" + parameters);
  }

  private MessageReader bind(Path file) throws InterruptedException {
    return transport.endpoint(queue(file, "&bind")).openReader(ReaderOptions.defaults());
  }

  private InThread<Void> feed(Path file, String body) {
    return InThread.run(
        () -> {
          try (MessageWriter writer = transport.endpoint(queue(file, "&connect")).openWriter()) {
            writer.write(Texts.outgoing(body));
          }
          return null;
        });
  }

  private void assertCarries(MessageReader reader, Path file) throws Exception {
    try (InThread<Void> feeder = feed(file, "through " + file)) {
      assertThat(Texts.of(Texts.read(reader, 1))).containsExactly("through " + file);
      feeder.result();
    }
  }

  /** Their names have the same hash code, which once was the port of both. */
  @Test
  void keepsPathsOfTheSameHashApart() throws Exception {
    Path first = folder.resolve("Aa");
    Path second = folder.resolve("BB");
    assertThat(first.toString()).hasSameHashCodeAs(second.toString());
    try (MessageReader one = bind(first);
        MessageReader other = bind(second)) {
      assertCarries(one, first);
      assertCarries(other, second);
    }
  }

  /** The name, or what is left of it where this JVM cannot pass it to the system. */
  private static String nameable(String name) {
    Charset system = Charset.forName(System.getProperty("sun.jnu.encoding"));
    return system.newEncoder().canEncode(name) ? name : name.replaceAll("[^ -~]", "_");
  }

  @Test
  void isAFileWithPermissionsThatIsDeletedAtTheEnd() throws Exception {
    Path file = folder.resolve(nameable("wörter 1"));
    try (MessageReader reader = bind(file)) {
      assertThat(Files.readAttributes(file, BasicFileAttributes.class).isOther()).isTrue();
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      assertCarries(reader, file);
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void replacesWhatAKilledProcessLeftAndNothingElse() throws Exception {
    Path left = folder.resolve("left");
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(left));
    }
    try (MessageReader reader = bind(left)) {
      assertCarries(reader, left);
      assertThatThrownBy(() -> bind(left)).isInstanceOf(TransportException.class);
      assertCarries(reader, left);
    }
    Path text = Files.writeString(folder.resolve("text"), "mine");
    assertThatThrownBy(() -> bind(text))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("cannot bind zmq+ipc://" + text);
    assertThat(text).hasContent("mine");
    assertThatThrownBy(() -> bind(folder.resolve("none/here")))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("folder");
  }

  @Test
  void refusesAPathThatIsTooLong() {
    Address address = queue(folder.resolve("a".repeat(100)), "");
    assertThatThrownBy(() -> transport.endpoint(address))
        .isInstanceOf(AddressException.class)
        .hasMessageContaining("too long");
  }
}
