package dev.conveyor.streaming.redis.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A CA and a server certificate signed by it, made by the keytool of the JDK that runs us. */
final class Certificates {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private final Path folder;

  private Certificates(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes them.
   *
   * @param names of the server, such as {@code ip:127.0.0.1} or {@code dns:localhost}
   */
  static Certificates in(Path folder, String names)
      throws IOException, InterruptedException, GeneralSecurityException {
    Certificates made = new Certificates(folder);
    made.keytool("-genkeypair -alias ca -dname CN=ca -keyalg EC -ext bc:c");
    made.keytool("-exportcert -rfc -alias ca -file ca.pem");
    made.keytool("-genkeypair -alias server -dname CN=server -keyalg EC");
    made.keytool("-certreq -alias server -file server.csr");
    made.keytool(
        "-gencert -rfc -alias ca -infile server.csr -outfile server.pem -ext san=" + names);
    made.writeKey();
    return made;
  }

  private void keytool(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-keystore", "store.p12", "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", new String(PASSWORD)));
    Path said = folder.resolve("keytool.log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(Files.readString(said));
    }
  }

  private void writeKey() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("store.p12"))) {
      store.load(in, PASSWORD);
    }
    byte[] key = store.getKey("server", PASSWORD).getEncoded();
    String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(key);
    Files.writeString(
        folder.resolve("server.key"),
        "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
  }

  Path ca() {
    return folder.resolve("ca.pem");
  }

  /** Returns the options that make a Redis serve TLS at a port. */
  List<String> arguments(int tlsPort) {
    return List.of(
        "--tls-port",
        Integer.toString(tlsPort),
        "--tls-cert-file",
        folder.resolve("server.pem").toString(),
        "--tls-key-file",
        folder.resolve("server.key").toString(),
        "--tls-ca-cert-file",
        ca().toString(),
        "--tls-auth-clients",
        "no");
  }
}
