/**
 * The network as JeroMQ sees it: its channels and selectors, wrapped so that every byte of a peer
 * is checked before JeroMQ decodes it, that CURVE is dealt with before JeroMQ knows of a
 * connection, that a Unix domain socket can stand in for a port, and that a failure of an I/O
 * thread is known.
 *
 * <p>The seam is JeroMQ's own: a socket takes its channels from a {@link
 * java.nio.channels.spi.SelectorProvider} of our choice, and a context creates the selectors that
 * they are registered with. The checks are those that JeroMQ 0.6.0 lacks:
 *
 * <ul>
 *   <li>A negative length makes its decoder throw; the I/O thread then decodes the same bytes for
 *       ever.
 *   <li>A PING without its time to live throws likewise.
 *   <li>Peers of ZMTP 1 and 2, and whatever else sends bytes, are delivered as messages.
 *   <li>A frame takes its memory when it is announced.
 *   <li>A message may have any number of frames, a subscriber any number of subscriptions.
 * </ul>
 *
 * <p>All classes but {@link dev.conveyor.streaming.zeromq.net.GuardedContext} belong to JeroMQ's
 * I/O thread.
 */
package dev.conveyor.streaming.zeromq.net;
