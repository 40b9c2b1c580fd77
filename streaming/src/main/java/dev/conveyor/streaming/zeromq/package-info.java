/**
 * Topics over ZeroMQ, {@code zmq+tcp://host:port?topic=NAME}: two frames a message, topic and body,
 * as any other ZeroMQ program reads and writes them. {@code zmq+ipc:///path} likewise, but between
 * JeroMQ's own sockets only: underneath it is a loopback port. There is no {@code zmq+inproc}: in
 * JeroMQ 0.6.0 it fails where the reader comes first; {@code memory:} serves that purpose.
 *
 * <p>At-most-once, in all cases. A reader misses what is sent before its subscription arrives,
 * while it is away, and what was on its way when a connection broke. Without {@code &nodrop} it
 * also misses what is sent while it lags by more than the high-water marks ({@code &hwm=N}
 * messages, 1000 by default, on each side); with it the feeder waits for the slowest reader
 * instead. A feeder that nobody is subscribed to any more waits for nobody.
 *
 * <p>The feeder binds and the reader connects, unless {@code &connect} or {@code &bind} turn one of
 * them round. A lost connection comes back by itself; a reader subscribes, also anew, while it
 * reads.
 *
 * <p>A reader keeps up to its high-water mark of messages in memory, each up to the size limit; a
 * peer that announces a much larger one loses its connection.
 *
 * <p>A ZeroMQ socket belongs to the thread that opened it, and so does each reader and writer here:
 * open, use and close it on one thread. That thread may be interrupted. ZeroMQ's own threads end
 * soon after closing; only those of a feeder whose reader broke off, or that was interrupted, while
 * it closed with messages unsent stay for its linger time: ten seconds, with {@code &nodrop} an
 * hour.
 */
package dev.conveyor.streaming.zeromq;
