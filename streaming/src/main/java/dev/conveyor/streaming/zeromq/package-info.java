/**
 * Topics and queues over ZeroMQ, as any other ZeroMQ program reads and writes them; {@code
 * zmq+tcp://host:port}, {@code zmq+ipc:///path} (a Unix domain socket) and {@code
 * zmq+inproc://name} (inside one JVM).
 *
 * <ul>
 *   <li>{@code ?topic=NAME}: PUB → SUB, two frames, topic and body. At-most-once: a reader misses
 *       what is sent before its subscription arrives, while it is away, and messages in flight when
 *       a connection broke. Without {@code &nodrop} it also misses what is sent while it lags by
 *       more than the high-water marks ({@code &hwm=N} messages, 1000, on each side); with it the
 *       feeder waits for the slowest reader. A feeder whose last subscriber has left does not wait.
 *   <li>{@code ?queue}: PUSH → PULL, one frame. The feeder waits while no reader is connected and
 *       while all are full. At-most-once: up to the high-water marks of both sides are sent ahead
 *       to each reader. A reader that dies or closes loses the messages that it has not read.
 *   <li>{@code ?queue&acknowledged}: DEALER → ROUTER, {@code ["", sequence, body]}, and back {@code
 *       ["", sequence]}; a {@code REP} server or a {@code REQ} client serves as well, and a {@link
 *       dev.conveyor.streaming.zeromq.Broker} joins many. At-least-once while the feeder lives: it
 *       keeps up to {@code &hwm=N} messages (100) until they are acknowledged, sends them again
 *       after {@code &lease=30s} or when a reader returns them, and waits for all when it closes
 *       ({@code &wait=60s} without a reader, then it reports the number of lost messages). A reader
 *       delivers repeated messages of a Conveyor feeder once, as far back as its latest 10,000.
 * </ul>
 *
 * <p>With {@code &packed} at both ends, each of these carries {@linkplain
 * dev.conveyor.streaming.zeromq.PackedFrame blocks} of up to 1,024 messages in place of a body. A
 * block is sent with the write that filled it, lost and acknowledged as a whole, and counts once
 * for the high-water marks (64; 16 with acknowledgments). A reader that gets a block where it
 * expects none, or the reverse, makes it a dead letter.
 *
 * <p>The {@code sequence} of an acknowledged queue is 8 bytes that travel back unchanged. A feeder
 * of Conveyor makes repeats detectable: its identity is {@code conveyor-session:} and 16 random
 * bytes, new each time it opens, and its numbers begin at a random one. Messages of other clients
 * are always delivered: such a client may restart, keep its identity and count from 1. Of several
 * unacknowledged messages of such a client with the same number, only the latest is answered, and
 * each has its own attempts. A client that reuses numbers may take the answer to a message from
 * before its restart for one to a new message. It should thus continue counting, or begin at a
 * random number.
 *
 * <p>The feeder binds and the reader connects, unless {@code &connect} or {@code &bind} reverse one
 * of them. A lost connection is restored, though a topic's reader subscribes again only while it
 * reads. A connection that the other end refuses causes a {@link
 * dev.conveyor.streaming.TransportException}.
 *
 * <p>{@code &server-key=KEY}, the public key of the binding end, turns on CURVE: encryption, and
 * keys at both ends, see {@link dev.conveyor.streaming.zeromq.curve.CurveKeys} and {@link
 * dev.conveyor.streaming.zeromq.curve}. The binding end allows the keys of {@code &allow=FILE}, or
 * with {@code &allow=*} each client that knows the server key.
 *
 * <p>Every byte of a peer is checked before JeroMQ decodes it, see {@link
 * dev.conveyor.streaming.zeromq.net}. A reader keeps up to its high-water mark of messages a
 * connection in memory, each up to the size limit; a peer that announces a much larger one, or
 * sends one of more than 1,000 frames, loses its connection.
 *
 * <p>Both ends send heartbeats. A connection without a byte for {@code &heartbeat=10s} is ended,
 * with a warning. The feeder of a topic, or of a queue without acknowledgments, does so only with a
 * reader that has sent heartbeats of its own: a slow reader of another program cannot be told from
 * a frozen one, and would lose messages in flight. There the operating system ends idle connections
 * whose other machine does not answer. Peers of libzmq before 4.2, which answer none, are
 * reconnected after such a silence.
 *
 * <p>A binding feeder of a queue sends messages only to peers whose first command was that of a
 * reader and whose keys, with CURVE, are proved and allowed.
 *
 * <p>A ZeroMQ socket belongs to the thread that opened it, and so does each reader and writer here:
 * open, use and close it on one thread. That thread may be interrupted. ZeroMQ's own threads end
 * soon after closing; only those of a feeder whose reader broke off, or that was interrupted, while
 * it closed with messages unsent stay for its linger time: ten seconds, with {@code &nodrop} and
 * for a queue an hour.
 */
package dev.conveyor.streaming.zeromq;
