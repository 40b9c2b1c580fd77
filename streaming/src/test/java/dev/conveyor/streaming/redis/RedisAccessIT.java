package dev.conveyor.streaming.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class RedisAccessIT {
  private static final String SECRET = "s3cr3t/pass";
  private final RedisTransport transport = new RedisTransport();
  @RegisterExtension final RedisExtension redis = new RedisExtension();

  private Address as(String login, String rest) {
    return Address.parseSecret("redis://" + login + "127.0.0.1:" + redis.port() + rest);
  }

  private String failureOf(Address address) {
    TransportException failure =
        catchThrowableOfType(
            TransportException.class,
            () -> transport.endpoint(address).openReader(ReaderOptions.defaults()).close());
    return line(failure, address);
  }

  private String failureOfWriting(Address address) {
    TransportException failure =
        catchThrowableOfType(
            TransportException.class,
            () -> {
              try (MessageWriter writer = transport.endpoint(address).openWriter()) {
                writer.write(Texts.outgoing("a"));
              }
            });
    return line(failure, address);
  }

  private static String line(TransportException failure, Address address) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain("s3cr3t");
    assertThat(failure.getMessage()).contains(address.toString()).doesNotContain("\n");
    return failure.getMessage();
  }

  private void user(String... rules) {
    redis.client().aclSetUser("ada", rules);
  }

  @Test
  void logsInWithThePassword() throws Exception {
    redis.client().configSet("requirepass", SECRET);
    Address address = as(":" + SECRET.replace("/", "%2F") + "@", "?stream=words");
    try (MessageWriter writer = transport.endpoint(address).openWriter();
        MessageReader reader = transport.endpoint(address).openReader(ReaderOptions.defaults())) {
      writer.write(Texts.outgoing("a"));
      assertThat(Texts.of(Texts.read(reader, 1))).containsExactly("a");
    }
  }

  @Test
  void saysThatThePasswordIsWrongOrMissing() {
    redis.client().configSet("requirepass", SECRET);
    String remedy = "set CONVEYOR_REDIS_PASSWORD and name the user in the address";
    for (String kind : new String[] {"?list=a", "?stream=a", "?channel=a"}) {
      assertThat(failureOf(as("", kind))).endsWith(remedy);
      assertThat(failureOf(as(":s3cr3t@", kind))).endsWith(remedy);
      assertThat(failureOf(as("unknown:s3cr3t@", kind))).endsWith(remedy);
      assertThat(failureOf(as("unknown@", kind))).endsWith(remedy);
    }
  }

  @Test
  void saysThatNoPasswordIsAskedFor() {
    assertThat(failureOf(as(":s3cr3t@", "?stream=a")))
        .contains("asks for no password", "unset CONVEYOR_REDIS_PASSWORD");
  }

  @Test
  void logsInAUserWithoutAPassword() throws Exception {
    user("on", "nopass", "~words", "+type", "+xread", "+eval", "+evalsha", "+exists", "+xinfo");
    transport.endpoint(as("ada@", "?stream=words")).openReader(ReaderOptions.defaults()).close();
  }

  @Test
  void namesTheCommandToGrant() {
    user("on", ">s3cr3t", "~*", "&*", "+@all", "-type", "-publish", "-subscribe", "-xread");
    assertThat(failureOf(as("ada:s3cr3t@", "?stream=a"))).contains("NOPERM", "+type");
    assertThat(failureOf(as("ada:s3cr3t@", "?channel=a"))).contains("NOPERM", "+subscribe");
    user("+type", "-eval", "-evalsha");
    assertThat(failureOf(as("ada:s3cr3t@", "?stream=a"))).contains("NOPERM", "+eval");
    assertThat(failureOfWriting(as("ada:s3cr3t@", "?stream=a"))).contains("NOPERM", "+eval");
  }

  @Test
  void namesTheKeyOrChannelToGrant() {
    user("on", ">s3cr3t", "~words", "resetchannels", "+@all");
    assertThat(failureOf(as("ada:s3cr3t@", "?stream=a"))).contains("NOPERM", "~KEY");
    assertThat(failureOf(as("ada:s3cr3t@", "?channel=a"))).contains("NOPERM", "&NAME");
    assertThat(failureOf(as("ada:s3cr3t@", "?pattern=a*"))).contains("NOPERM", "&NAME");
  }

  @Test
  void saysThatThereIsNoSuchDatabase() {
    for (String kind : new String[] {"?list=a", "?stream=a", "?channel=a"}) {
      assertThat(failureOf(as("", "/99" + kind))).contains("no database 99");
    }
  }

  /** The environment cannot be set in this process. */
  @Test
  void takesThePasswordFromTheEnvironment() throws Exception {
    redis.client().configSet("requirepass", SECRET);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder forked =
        new ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            Probe.class.getName(),
            "redis://127.0.0.1:" + redis.port() + "?stream=words");
    assertThat(said(forked, SECRET)).isEqualTo("there");
    assertThat(said(forked, "wr0ng"))
        .contains("Redis asks for another user or password")
        .doesNotContain("wr0ng");
  }

  private static String said(ProcessBuilder forked, String password) throws Exception {
    forked.environment().put("CONVEYOR_REDIS_PASSWORD", password);
    Process process = forked.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  /** Says whether an address can be reached. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] arguments) throws InterruptedException {
      try {
        new RedisTransport().endpoint(Address.parse(arguments[0])).probe();
        System.out.println("there");
      } catch (TransportException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
