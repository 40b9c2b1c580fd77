package dev.conveyor.streaming.zeromq.net;

import dev.conveyor.streaming.zeromq.curve.CurveHandshake;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The limits for the peers of one socket.
 *
 * @param maxMessage the largest message, in bytes, all its frames together
 * @param maxTotal the bytes that one connection may send in total, without heartbeats
 * @param curve supplies the CURVE handshake of a connection; empty without encryption
 * @param maxSilence the time without a byte from a peer after which its connection is ended
 * @param judgesSilence true if that applies to all connections; false if only to those whose peers
 *     have sent heartbeats of their own
 * @param lingers returns whether a closed connection stays until its peer has read everything
 * @param socketFile the file of a Unix domain socket to use in place of TCP
 */
public record ConnectionRules(
    long maxMessage,
    long maxTotal,
    Optional<Supplier<CurveHandshake>> curve,
    Duration maxSilence,
    boolean judgesSilence,
    BooleanSupplier lingers,
    Optional<Path> socketFile) {}
