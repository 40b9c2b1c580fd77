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
 * Runs the short commands once, against a Redis of its own, so that {@code scripts/share-classes}
 * can keep the classes that they load. No command.
 */
final class ShortCommands {
  private final PrintWriter out = StandardOutput.open();
  private final PrintWriter err =
      new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

  private ShortCommands() {}

  /**
   * Runs the commands.
   *
   * @param words a text file to feed
   */
  public static void main(String[] words) throws Exception {
    Class.forName(Main.class.getName());
    new ShortCommands().run(words[0]);
  }

  private void run(String file) throws Exception {
    try (LocalRedis redis = LocalRedis.start();
        ControlServer control =
            ControlServer.open(
                Address.parse("zmq+tcp://127.0.0.1:0"), Map.of("status", () -> "{}"))) {
      succeed("--help");
      succeed("--version");
      succeed("feed", "lines", file, "--to", redis.list("lines"));
      succeed("queue", redis.list("lines"));
      succeed("ask", control.address().toString(), "status");
    }
  }

  private void succeed(String... words) {
    int code = Commands.run(out, err, words);
    if (code != 0) {
      throw new IllegalStateException("exit code " + code + " of " + String.join(" ", words));
    }
  }
}
