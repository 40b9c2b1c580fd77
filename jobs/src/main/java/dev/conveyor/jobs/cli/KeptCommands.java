package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.StandardOutput;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import dev.conveyor.streaming.zeromq.ControlServer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Runs commands once, against a Redis of its own, so that {@code scripts/share-classes} can keep
 * the classes that they load. No command.
 */
public final class KeptCommands {
  private final PrintWriter out = StandardOutput.open();
  private final PrintWriter err =
      new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
  private final LocalRedis redis;
  private final String text;

  private KeptCommands(LocalRedis redis, String text) {
    this.redis = redis;
    this.text = text;
  }

  /**
   * Runs the commands.
   *
   * @param words {@code short TEXT} or, on a class path with Spark, {@code stream TEXT FOLDER}:
   *     which commands, a text file to feed, and a new folder for results
   */
  public static void main(String[] words) throws Exception {
    Class.forName(Main.class.getName());
    try (LocalRedis redis = LocalRedis.start()) {
      KeptCommands commands = new KeptCommands(redis, words[1]);
      if (words[0].equals("short")) {
        commands.runShort();
      } else {
        commands.runOnSpark(words[2]);
      }
    }
  }

  private void runShort() throws Exception {
    try (ControlServer control =
        ControlServer.open(Address.parse("zmq+tcp://127.0.0.1:0"), Map.of("status", () -> "{}"))) {
      succeed("--help");
      succeed("--version");
      succeed("feed", "lines", text, "--to", redis.list("lines"));
      succeed("queue", redis.list("lines"));
      succeed("ask", control.address().toString(), "status");
    }
  }

  /** The demo has receivers, for topics of ZeroMQ; a stream of its own has summary and JSON. */
  private void runOnSpark(String folder) {
    succeed("demo");
    stream(redis.list("lines") + "&envelope", folder + "/list");
    stream(redis.list("entries").replace("list=", "stream="), folder + "/entries");
    succeed("batch", "word-count", text, folder + "/batch", "--engine", "spark");
  }

  private void stream(String address, String folder) {
    succeed("feed", "lines", text, "--to", address, "--quit", "1");
    succeed("stream", "word-count", "--from", address, "--until-quit", "--json", "--out", folder);
  }

  private void succeed(String... words) {
    int code = Commands.run(out, err, words);
    if (code != 0) {
      throw new IllegalStateException("exit code " + code + " of " + String.join(" ", words));
    }
  }
}
