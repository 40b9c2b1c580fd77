package dev.conveyor.streaming.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.redis.RedisTransport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RedisTlsIT {
  @TempDir static Path folder;
  private static TlsRedis redis;
  private final RedisTransport transport = new RedisTransport();

  @BeforeAll
  static void start() throws Exception {
    redis = TlsRedis.start(folder);
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  private static Address at(String scheme, String host, int port, String rest) {
    return Address.parse(scheme + "://" + host + ":" + port + "?" + rest);
  }

  private static Address encrypted(String host, String rest) {
    return at("rediss", host, redis.tlsPort(), rest + "&ca=" + redis.ca());
  }

  private void assertRefused(Address address, String what) {
    long begin = System.nanoTime();
    assertThatThrownBy(() -> transport.endpoint(address).openReader(ReaderOptions.defaults()))
        .isInstanceOf(TransportException.class)
        .hasMessageStartingWith("cannot ")
        .hasMessageContaining(address.toString())
        .hasMessageContaining(what)
        .hasMessageNotContaining("\n");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void carriesAStreamEncrypted() throws Exception {
    Address address = encrypted("127.0.0.1", "stream=words");
    try (MessageWriter writer = transport.endpoint(address).openWriter();
        MessageReader reader = transport.endpoint(address).openReader(ReaderOptions.defaults())) {
      writer.write(Texts.outgoing(Texts.numbers(0, 3_000)));
      assertThat(Texts.of(Texts.read(reader, 3_000))).isEqualTo(Texts.numbers(0, 3_000));
    }
  }

  @Test
  void carriesAChannelEncrypted() throws Exception {
    Address address = encrypted("127.0.0.1", "channel=words");
    try (MessageWriter writer = transport.endpoint(address).openWriter();
        MessageReader reader = transport.endpoint(address).openReader(ReaderOptions.defaults())) {
      for (int i = 0; i < 20; i++) {
        assertThat(reader.read(1, Duration.ofMillis(5))).isEmpty();
      }
      writer.write(Texts.outgoing(Texts.numbers(0, 3_000)));
      assertThat(Texts.of(Texts.read(reader, 3_000))).isEqualTo(Texts.numbers(0, 3_000));
      assertThat(reader.isConnected()).isTrue();
    }
  }

  @Test
  void refusesAHostNameThatTheCertificateDoesNotBear() {
    assertRefused(encrypted("localhost", "stream=words"), "not valid for this host name");
  }

  @Test
  void refusesACertificateOfAnUnknownAuthority() throws Exception {
    assertRefused(at("rediss", "127.0.0.1", redis.tlsPort(), "stream=words"), "&ca=FILE");
    Path other = Files.createDirectory(folder.resolve("other"));
    Path stranger = Certificates.in(other, "ip:127.0.0.1").ca();
    assertRefused(
        at("rediss", "127.0.0.1", redis.tlsPort(), "stream=words&ca=" + stranger), "not signed by");
  }

  @Test
  void trustsEachCertificateOfTheFile() throws Exception {
    Path other = Files.createDirectory(folder.resolve("more"));
    Path both = other.resolve("both.pem");
    String stranger = Files.readString(Certificates.in(other, "ip:127.0.0.1").ca());
    Files.writeString(both, stranger + Files.readString(redis.ca()));
    transport
        .endpoint(at("rediss", "127.0.0.1", redis.tlsPort(), "stream=words&ca=" + both))
        .probe();
  }

  @Test
  void saysThatAFileHoldsNoCertificate() throws Exception {
    assertRefused(
        at("rediss", "127.0.0.1", redis.tlsPort(), "stream=words&ca=/none/such.pem"),
        "/none/such.pem");
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    assertRefused(
        at("rediss", "127.0.0.1", redis.tlsPort(), "stream=words&ca=" + empty), "empty.pem");
  }

  @Test
  void saysThatTheServerIsPlain() {
    assertRefused(at("rediss", "127.0.0.1", redis.port(), "stream=words"), "write redis://");
  }

  @Test
  void saysThatTheServerIsEncrypted() {
    assertRefused(at("redis", "127.0.0.1", redis.tlsPort(), "stream=words"), "write rediss://");
  }
}
