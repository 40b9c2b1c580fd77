package dev.conveyor.streaming.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.aws.IamTokenSource;
import dev.conveyor.streaming.aws.SecretsManagerStub;
import dev.conveyor.streaming.credentials.CredentialSource;
import dev.conveyor.streaming.credentials.Credentials;
import dev.conveyor.streaming.redis.RedisExtension;
import dev.conveyor.streaming.redis.RedisTransport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ClientKillParams;

/** With users and over TLS, as ElastiCache and MemoryDB are reached. */
@Timeout(60)
class RedisLoginIT {
  private static final String CACHE =
      "arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:belt";

  @TempDir static Path folder;
  private static TlsRedis redis;
  private final RedisTransport transport = new RedisTransport();
  private SecretsManagerStub aws;
  private Jedis client;

  @BeforeAll
  static void startRedis() throws Exception {
    redis = TlsRedis.start(folder);
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void start() throws Exception {
    aws = new SecretsManagerStub();
    client = RedisExtension.client(redis.port());
    client.flushAll();
  }

  @AfterEach
  void stop() {
    client.close();
    aws.close();
  }

  private static Address address(String login, String rest) {
    return Address.parse(
        "rediss://" + login + "127.0.0.1:" + redis.tlsPort() + "?ca=" + redis.ca() + "&" + rest);
  }

  private static String secret(String name) {
    return "&secret=" + SecretsManagerStub.arn(name);
  }

  /** As a rotation does it in Redis: for the connections to come. */
  private void user(String name, String password) {
    client.aclSetUser(name, "reset", "on", ">" + password, "~*", "&*", "+@all");
  }

  private void cutAllOf(String user) {
    client.clientKill(ClientKillParams.clientKillParams().user(user));
  }

  @Test
  void logsInWithASecret() throws Exception {
    user("ada", "hush-1");
    aws.put("opens", "hush-1");
    aws.put("opens-with-user", "{\"username\":\"ada\",\"password\":\"hush-1\"}");
    Address named = address("ada@", "list=words" + secret("opens"));
    Address nameless = address("", "list=words" + secret("opens-with-user"));
    try (MessageWriter writer = transport.endpoint(named).openWriter();
        MessageReader reader = transport.endpoint(nameless).openReader(ReaderOptions.defaults())) {
      writer.write(Texts.outgoing("a"));
      assertThat(Texts.of(Texts.read(reader, 1))).containsExactly("a");
      assertThat(client.clientList()).contains("user=ada").doesNotContain("user=default name= lib");
    }
    assertThat(transport.endpoint(named).password()).isEmpty();
    assertThat(aws.asked()).containsExactly("opens", "opens-with-user");
  }

  @Test
  void survivesARotation() throws Exception {
    user("eve", "hush-old");
    aws.put("rotates", "hush-old");
    Address address = address("eve@", "list=words" + secret("rotates"));
    try (MessageWriter writer = transport.endpoint(address).openWriter();
        MessageReader reader = transport.endpoint(address).openReader(ReaderOptions.defaults())) {
      writer.write(Texts.outgoing("a"));
      assertThat(Texts.of(Texts.read(reader, 1))).containsExactly("a");
      user("eve", "hush-new");
      aws.put("rotates", "hush-new");
      cutAllOf("eve");
      writer.write(Texts.outgoing("b"));
      assertThat(Texts.of(Texts.read(reader, 1))).containsExactly("b");
    }
  }

  /** There is no moment in which a secret and Redis change together. */
  @Test
  void waitsForASecretThatIsBehind() throws Exception {
    user("bob", "hush-old");
    aws.put("behind", "hush-old");
    Address address = address("bob@", "list=words" + secret("behind"));
    try (MessageWriter writer = transport.endpoint(address).openWriter();
        InThread<List<Message>> read = InThread.run(() -> received(address))) {
      await().until(() -> client.clientList().lines().filter(RedisLoginIT::isBob).count() > 1);
      user("bob", "hush-new");
      cutAllOf("bob");
      client.rpush("words", "a");
      await().until(() -> aws.asked().size() > 2);
      aws.put("behind", "hush-new");
      assertThat(Texts.of(read.result())).containsExactly("a");
      writer.write(Texts.outgoing("b"));
      assertThat(client.lrange("words", 0, -1)).containsExactly("b");
    }
  }

  private static boolean isBob(String client) {
    return client.contains("user=bob");
  }

  private List<Message> received(Address address) throws InterruptedException {
    try (MessageReader reader = transport.endpoint(address).openReader(ReaderOptions.defaults())) {
      List<Message> messages = Texts.read(reader, 1);
      reader.acknowledge(messages);
      return messages;
    }
  }

  private String failureOf(Address address) {
    TransportException failure =
        catchThrowableOfType(
            TransportException.class,
            () -> transport.endpoint(address).openReader(ReaderOptions.defaults()).close());
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain("hush");
    assertThat(failure).hasMessageContaining(address.toString()).hasMessageNotContaining("\n");
    return failure.getMessage();
  }

  @Test
  void saysAtOnceWhatIsWrong() {
    user("ada", "hush-1");
    aws.put("wrong", "hush-2");
    aws.refuse("denied", "AccessDeniedException");
    for (String kind : List.of("list=a", "stream=a", "channel=a")) {
      assertThat(failureOf(address("ada@", kind + secret("wrong"))))
          .contains("Redis refuses the user, or the password that &secret brings");
      assertThat(failureOf(address("ada@", kind + secret("denied"))))
          .contains("(AccessDenied)", "secretsmanager:GetSecretValue");
      assertThat(failureOf(address("unknown@", kind + "&iam=" + CACHE)))
          .contains("Redis refuses the user, or the password that &iam brings");
    }
    assertThat(failureOf(address("", "list=a" + secret("wrong")))).contains("leave &secret out");
  }

  @Test
  void refusesTwoPasswords() {
    Address twice = Address.parseSecret("redis://ada:hush@h?list=a" + secret("opens"));
    assertThatThrownBy(() -> transport.endpoint(twice))
        .isInstanceOf(AddressException.class)
        .hasMessageContaining("before the @")
        .hasMessageNotContaining("hush");
    Address both = address("ada@", "list=a&iam=" + CACHE + secret("opens"));
    assertThatThrownBy(() -> transport.endpoint(both)).hasMessageContaining("&iam and &secret");
  }

  /** Tokens of the user, each of which is noted. */
  private static final class Noting implements CredentialSource {
    private final IamTokenSource source = new IamTokenSource();
    private final List<String> tokens = new ArrayList<>();

    @Override
    public String parameter() {
      return source.parameter();
    }

    @Override
    public void check(Address address) {
      source.check(address);
    }

    @Override
    public synchronized Credentials credentials(Address address) {
      Credentials credentials = source.credentials(address);
      tokens.add(credentials.password().orElseThrow());
      return credentials;
    }

    @Override
    public boolean renew(Address address, Credentials refused) {
      return source.renew(address, refused);
    }
  }

  /** ElastiCache judges the token; this Redis takes any. */
  @Test
  void asksForATokenOnEachConnect() throws Exception {
    client.aclSetUser("iam", "reset", "on", "nopass", "~*", "&*", "+@all");
    RedisServer server = RedisServer.of(address("iam@", "list=a&iam=" + CACHE));
    Noting noting = new Noting();
    RedisServer noted =
        new RedisServer(
            server.address(),
            server.hostAndPort(),
            server.database(),
            server.reconnect(),
            server.encrypted(),
            server.ca(),
            Optional.of(noting));
    try (RedisLink link = new RedisLink(noted, "a", "list", "read from")) {
      assertThat(link.ask(Jedis::aclWhoAmI)).isEqualTo("iam");
      String first = noting.tokens.get(0);
      await().until(() -> !tokenOf(noted).equals(first));
      cutAllOf("iam");
      assertThat(link.ask(Jedis::aclWhoAmI)).isEqualTo("iam");
      assertThat(noting.tokens)
          .hasSize(2)
          .doesNotHaveDuplicates()
          .allMatch(token -> token.startsWith("belt/?Action=connect&User=iam&X-Amz-"));
    }
  }

  private static String tokenOf(RedisServer server) {
    return new IamTokenSource().credentials(server.address()).password().orElseThrow();
  }
}
