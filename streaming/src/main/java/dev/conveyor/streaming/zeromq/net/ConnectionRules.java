package dev.conveyor.streaming.zeromq.net;

import dev.conveyor.streaming.zeromq.curve.CurveHandshake;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the peers of one socket may send.
 *
 * @param maxMessage the largest message, in bytes, all its frames together
 * @param maxTotal what one connection may send in all, in bytes, heartbeats not counted
 * @param curve begins the handshake of CURVE of one connection; empty without encryption
 * @param maxSilence the time without a byte from a peer after which its connection is ended
 * @param judgesSilence whether that ends any connection; otherwise only those whose peers have sent
 *     heartbeats of their own
 * @param lingers whether a connection that this end closes stays until its peer has read everything
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
