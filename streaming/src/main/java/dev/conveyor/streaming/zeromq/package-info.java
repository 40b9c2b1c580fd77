/**
 * Topics and queues over ZeroMQ, as any other ZeroMQ program reads and writes them; {@code
 * zmq+tcp://host:port}, {@code zmq+ipc:///path} (a Unix domain socket) and {@code
 * zmq+inproc://name} (inside one JVM).
 *
 * <ul>
 *   <li>{@code ?topic=NAME}: PUB → SUB, two frames, topic and body. At-most-once: a reader misses
 *       what is sent before its subscription arrives, while it is away, and what was on its way
 *       when a connection broke. Without {@code &nodrop} it also misses what is sent while it lags
 *       by more than the high-water marks ({@code &hwm=N} messages, 1000, on each side); with it
 *       the feeder waits for the slowest reader. A feeder that nobody is subscribed to any more
 *       waits for nobody.
 *   <li>{@code ?queue}: PUSH → PULL, one frame. The feeder waits while no reader is there and while
 *       all are full. At-most-once: each reader is handed up to the high-water marks of both sides
 *       ahead, and what it has not read when it dies or closes is lost.
 *   <li>{@code ?queue&acknowledged}: DEALER → ROUTER, {@code ["", sequence, body]}, and back {@code
 *       ["", sequence]}; a {@code REP} server or a {@code REQ} client serves as well, and a {@link
 *       dev.conveyor.streaming.zeromq.Broker} joins many. At-least-once while the feeder lives: it
 *       keeps up to {@code &hwm=N} messages (100) until they are acknowledged, sends again after
 *       {@code &lease=30s} or when a reader gives them back, and waits for all when it closes
 *       ({@code &wait=60s} without a reader, then it says how many are lost). A reader hands over
 *       once what comes to it again from a feeder of ours, as far back as its latest 10,000.
 * </ul>
 *
 * <p>The {@code sequence} of an acknowledged queue is 8 bytes that travel back as they are. A
 * feeder of ours proves what is a repetition: its identity is {@code conveyor-session:} and 16
 * random bytes, new each time it opens, and its numbers begin at a random one. What other clients
 * send is always handed over, whatever its number: they may restart, keep their identity and count
 * from 1. While several messages of one such client with the same number are held, only the latest
 * is answered, and each has its own attempts. One gap is left to a client that reuses numbers: an
 * answer to a message from before its restart, under way when it restarts, looks like one to its
 * new message; so let it go on counting, or begin at a random number.
 *
 * <p>The feeder binds and the reader connects, unless {@code &connect} or {@code &bind} turn one of
 * them round. A lost connection comes back by itself, though a topic's reader subscribes anew only
 * while it reads; one that the other end refuses ends with a {@link
 * dev.conveyor.streaming.TransportException}.
 *
 * <p>{@code &server-key=KEY}, the public key of the binding end, turns on CURVE: encryption, and
 * keys at both ends, see {@link dev.conveyor.streaming.zeromq.CurveKeys} and {@link
 * dev.conveyor.streaming.zeromq.curve}. The binding end lets in the keys of {@code &allow=FILE}, or
 * with {@code &allow=*} each client that knows its own.
 *
 * <p>Every byte of a peer is checked before JeroMQ decodes it, see {@link
 * dev.conveyor.streaming.zeromq.net}. A reader keeps up to its high-water mark of messages a
 * connection in memory, each up to the size limit; a peer that announces a much larger one, or
 * sends one of more than 1,000 frames, loses its connection.
 *
 * <p>Both ends send heartbeats. A connection over which nothing has come for {@code &heartbeat=10s}
 * is ended, with a warning. The feeder of a topic, or of a queue without acknowledgments, does so
 * only with a reader that has sent heartbeats of its own: a reader of another program that is
 * merely slow cannot be told from a frozen one, and would lose what is on its way. There the
 * operating system ends idle connections whose other machine does not answer. Peers of libzmq
 * before 4.2, which answer none, are connected anew after such a silence.
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
