/**
 * CurveZMQ (ZeroMQ RFC 26), the encryption of ZMTP: keys, the handshakes of both ends, and the
 * messages after them. The cryptography is that of jnacl, a port of NaCl.
 *
 * <p>Conveyor runs the protocol itself, below JeroMQ. JeroMQ 0.6.0 delivers a message still
 * encrypted when a reader is full while it arrives. It also counts a client as a reader while its
 * key is being checked.
 */
package dev.conveyor.streaming.zeromq.curve;
