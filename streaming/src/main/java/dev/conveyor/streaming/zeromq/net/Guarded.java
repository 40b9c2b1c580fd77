package dev.conveyor.streaming.zeromq.net;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.util.Set;

/**
 * A channel that JeroMQ uses in place of a real one, whose options it shares.
 *
 * @param <C> the type of the real channel
 */
interface Guarded<C extends SelectableChannel & NetworkChannel> extends NetworkChannel {
  /** Returns the channel that the operating system knows. */
  C real();

  /** Sets an option of the real channel, if it supports that option. */
  default <T> void setRealOption(SocketOption<T> name, T value) throws IOException {
    if (real().supportedOptions().contains(name)) {
      real().setOption(name, value);
    }
  }

  @Override
  default <T> T getOption(SocketOption<T> name) throws IOException {
    return real().getOption(name);
  }

  @Override
  default Set<SocketOption<?>> supportedOptions() {
    return real().supportedOptions();
  }
}
