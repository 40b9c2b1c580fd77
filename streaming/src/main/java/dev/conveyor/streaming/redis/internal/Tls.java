package dev.conveyor.streaming.redis.internal;

import dev.conveyor.streaming.TransportException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Encrypts the connection to a server whose certificate must be signed by a trusted authority and
 * bear the host name of the address: who we trust is in the PEM file that the address names, or
 * else in the JVM's own trust store.
 */
final class Tls {
  private static final int LARGEST_FILE = 1 << 20;

  private Tls() {}

  /** Around this connected socket; returns once both sides have agreed. */
  static Socket over(Socket plain, RedisServer server) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            factory(server)
                .createSocket(
                    plain, server.hostAndPort().getHost(), server.hostAndPort().getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static SSLSocketFactory factory(RedisServer server) {
    if (server.ca().isEmpty()) {
      return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }
    String file = server.ca().get();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustIn(certificates(Path.of(file))), null);
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException | InvalidPathException e) {
      throw new TransportException(
          "cannot use "
              + server.address()
              + ": no certificates can be read from "
              + file
              + "; name a file with the PEM certificate of the CA in &ca=FILE",
          e);
    }
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] pem = in.readNBytes(LARGEST_FILE);
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      if (found.isEmpty()) {
        throw new CertificateException("no certificate in " + file);
      }
      return found;
    }
  }

  private static TrustManager[] trustIn(Collection<? extends Certificate> certificates)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("ca-" + ++number, certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust.getTrustManagers();
  }
}
