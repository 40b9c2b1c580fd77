package dev.conveyor.jobs.cluster;

import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.Mapping;
import dev.conveyor.jobs.stage.Tally;
import dev.conveyor.jobs.stage.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Counts words, as a user's job, and waits in the middle of its work: at the record of a {@link
 * Gate} until that lets it through. Anything else ends the wait as well: an interrupt, or a kill.
 */
public final class GatedWords implements Mapping {
  /** The prefix of a gate's record; its port follows. */
  static final String GATE = "gate at ";

  private final Words words = new Words();

  @Override
  public void map(Bytes record, Tally into) {
    String text = record.toString();
    if (text.startsWith(GATE)) {
      pass(Integer.parseInt(text.substring(GATE.length())));
    }
    words.map(record, into);
  }

  private static void pass(int port) {
    InetSocketAddress gate = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    ByteBuffer id = ByteBuffer.allocate(Long.BYTES).putLong(0, ProcessHandle.current().pid());
    try (SocketChannel channel = SocketChannel.open(gate)) {
      channel.write(id);
      channel.read(ByteBuffer.allocate(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
