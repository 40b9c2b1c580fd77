package dev.conveyor.streaming.zeromq.net;

import java.nio.channels.SelectableChannel;

/** A channel that JeroMQ uses in place of a real one. */
interface Guarded {
  /** The channel that the operating system knows. */
  SelectableChannel real();
}
