package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.conveyor.jobs.kit.Handled;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.streaming.Address;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages go both ways between our commands and clients in another language: redis-py and pyzmq,
 * which Debian has as python3-redis and python3-zmq.
 */
@Timeout(120)
class PythonClientsIT {
  private static String python;

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;
  private Path script;

  /** The first Python that has both clients: Debian's packages are its own Python's. */
  @BeforeAll
  static void needsPython() throws InterruptedException {
    for (String candidate : List.of("python3", "/usr/bin/python3")) {
      try (Launched probe = Launched.command(candidate, "-c", "import redis, zmq")) {
        if (probe.exitCode() == 0) {
          python = candidate;
          return;
        }
      } catch (IOException e) {
        // There is no such Python.
      }
    }
    abort("no Python with redis and zmq here: install python3-redis and python3-zmq");
  }

  @BeforeEach
  void start() throws IOException, InterruptedException {
    script = folder.resolve("clients.py");
    try (InputStream resource = PythonClientsIT.class.getResourceAsStream("clients.py")) {
      Files.copy(resource, script);
    }
  }

  private Launched python(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(python, script.toString()));
    command.addAll(List.of(words));
    return Launched.command(command.toArray(String[]::new));
  }

  private String place() {
    return "127.0.0.1:" + redis.port();
  }

  private Launched feed(String to, String... words) throws IOException {
    Path lines = Files.createTempFile(folder, "lines-", ".txt");
    Files.writeString(lines, String.join("\n", words) + "\n");
    return Launched.conveyor("feed", "lines", lines.toString(), "--to", to);
  }

  private static Launched work(String from) throws IOException {
    return Launched.conveyor("work", "--from", from, "--until-quit");
  }

  private static void ends(Launched... commands) throws InterruptedException {
    for (Launched command : commands) {
      assertThat(command.exitCode()).as("%s", command).isZero();
    }
  }

  private static void handledTomAndFelix(Launched work) throws InterruptedException {
    ends(work);
    assertThat(Handled.messages(Handled.by(work))).containsExactly("tom", "felix");
  }

  /** Where a feeder that chose its port is to be found. */
  private static String bound(Launched feed) {
    Address address = Address.parse(feed.awaitErr("feeding ").substring("feeding ".length()));
    return "127.0.0.1:" + address.port().orElseThrow();
  }

  @Test
  void lists() throws Exception {
    try (Launched feed = feed(redis.at("list=washed"), "tom", "felix");
        Launched blpop = python("blpop", place(), "washed", "2")) {
      ends(feed, blpop);
      assertThat(blpop.out()).isEqualTo("tom\nfelix\n");
    }
    try (Launched rpush = python("rpush", place(), "dirty", "tom", "felix", "quit");
        Launched work = work(redis.at("list=dirty"))) {
      ends(rpush);
      handledTomAndFelix(work);
    }
  }

  @Test
  void streams() throws Exception {
    try (Launched feed = feed(redis.at("stream=ours"), "tom", "felix");
        Launched xread = python("xread", place(), "ours", "2")) {
      ends(feed, xread);
      assertThat(xread.out()).isEqualTo("tom\nfelix\n");
    }
    try (Launched xadd = python("xadd", place(), "theirs", "tom", "felix", "quit");
        Launched work = work(redis.at("stream=theirs"))) {
      ends(xadd);
      handledTomAndFelix(work);
    }
  }

  @Test
  void channels() throws Exception {
    try (Launched subscribe = python("subscribe", place(), "cat", "2");
        Launched feed = feed(redis.at("channel=cat&wait=60s"), "tom", "felix")) {
      ends(subscribe, feed);
      assertThat(subscribe.out()).isEqualTo("tom\nfelix\n");
    }
    try (Launched work = work(redis.at("channel=cat"));
        Launched publish = python("publish", place(), "cat", "tom", "felix", "quit")) {
      ends(publish);
      handledTomAndFelix(work);
    }
  }

  @Test
  void queuesOverZeroMq() throws Exception {
    try (Launched feed = feed("zmq+tcp://127.0.0.1:0?queue", "tom", "felix");
        Launched pull = python("pull", bound(feed), "2")) {
      ends(feed, pull);
      assertThat(pull.out()).isEqualTo("tom\nfelix\n");
    }
    try (Launched push = python("push", "", "tom", "felix", "quit");
        Launched work = work("zmq+tcp://127.0.0.1:" + push.awaitOut("") + "?queue")) {
      ends(push);
      handledTomAndFelix(work);
    }
  }

  @Test
  void topicsOverZeroMq() throws Exception {
    try (Launched feed = feed("zmq+tcp://127.0.0.1:0?topic=cat&wait=60s", "tom", "felix");
        Launched sub = python("sub", bound(feed), "cat", "2")) {
      ends(feed, sub);
      assertThat(sub.out()).isEqualTo("cat tom\ncat felix\n");
    }
    try (Launched pub = python("pub", "", "cat", "tom", "felix", "quit");
        Launched work = work("zmq+tcp://127.0.0.1:" + pub.awaitOut("") + "?topic=cat")) {
      ends(pub);
      handledTomAndFelix(work);
    }
  }

  @Test
  void acknowledgedQueuesOverZeroMq() throws Exception {
    try (Launched feed = feed("zmq+tcp://127.0.0.1:0?queue&acknowledged", "tom", "felix");
        Launched rep = python("rep", bound(feed), "2")) {
      ends(feed, rep);
      assertThat(rep.out()).isEqualTo("tom\nfelix\n");
    }
    try (Launched req = python("req", "", "tom", "felix", "quit");
        Launched work = work("zmq+tcp://127.0.0.1:" + req.awaitOut("") + "?queue&acknowledged")) {
      handledTomAndFelix(work);
      ends(req);
    }
  }

  @Test
  void questions() throws Exception {
    try (Launched feed =
        Launched.conveyor(
            "feed",
            "chocolates",
            "--to",
            redis.at("list=belt"),
            "--rate",
            "1/h",
            "--count",
            "7",
            "--control")) {
      String answering = feed.awaitErr("answering at zmq+tcp://").replaceAll(".*//", "");
      try (Launched ask = python("ask", answering, "remaining")) {
        ends(ask);
        assertThat(ask.out()).isEqualTo("7\n");
      }
    }
  }
}
