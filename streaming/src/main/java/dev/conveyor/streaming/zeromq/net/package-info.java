/**
 * Channels and selectors for JeroMQ that check every byte of a peer before JeroMQ decodes it. They
 * also complete the CURVE handshake before JeroMQ knows of a connection. They can use a Unix domain
 * socket in place of a port, and report a failure of an I/O thread.
 *
 * <p>The extension points are those of JeroMQ: a socket gets its channels from a {@link
 * java.nio.channels.spi.SelectorProvider}, and a context creates their selectors. The checks are
 * those that JeroMQ 0.6.0 lacks:
 *
 * <ul>
 *   <li>A negative length makes its decoder throw; the I/O thread then decodes the same bytes
 *       forever.
 *   <li>A PING without its time to live throws likewise.
 *   <li>Peers of ZMTP 1 and 2, and of other protocols, are delivered as messages.
 *   <li>A frame is allocated when its length arrives.
 *   <li>A message may have any number of frames, a subscriber any number of subscriptions.
 * </ul>
 *
 * <p>All classes but {@link dev.conveyor.streaming.zeromq.net.GuardedContext} belong to JeroMQ's
 * I/O thread.
 */
package dev.conveyor.streaming.zeromq.net;
