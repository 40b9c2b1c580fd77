package dev.conveyor.streaming.redis.internal;

import dev.conveyor.streaming.FreePort;
import java.nio.file.Path;

/** A Redis that also listens over TLS, with a certificate for loopback by its number. */
public final class TlsRedis implements AutoCloseable {
  private final Certificates certificates;
  private final LocalRedis redis;
  private int tlsPort;

  private TlsRedis(Certificates certificates) throws Exception {
    this.certificates = certificates;
    this.redis =
        LocalRedis.start(
            () -> {
              tlsPort = FreePort.any();
              return certificates.arguments(tlsPort);
            });
  }

  /**
   * Starts one.
   *
   * @param folder for keys and certificates
   */
  public static TlsRedis start(Path folder) throws Exception {
    return new TlsRedis(Certificates.in(folder, "ip:127.0.0.1"));
  }

  /** Who has signed the server's. */
  public Path ca() {
    return certificates.ca();
  }

  /** Where it is not encrypted. */
  public int port() {
    return redis.port();
  }

  public int tlsPort() {
    return tlsPort;
  }

  @Override
  public void close() {
    redis.close();
  }
}
