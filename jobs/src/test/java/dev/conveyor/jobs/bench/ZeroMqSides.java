package dev.conveyor.jobs.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.cluster.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Makes the sides that carry messages over ZeroMQ and TCP on the loopback interface. */
final class ZeroMqSides {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LINES = 10_000;

  private final Workspace workspace;

  ZeroMqSides(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Our feeder and our stream; parameters as they follow in an address, like {@code &packed}. */
  Side ours(String name, String parameters, int messages, int bytes) {
    return new Side(
        name,
        "",
        () -> {
          String address = "zmq+tcp://127.0.0.1:" + FreePort.any() + "?queue" + parameters;
          return new FedStream(
                  workspace, address, bytes, StreamSides.THROUGHPUT, StreamSides.DSTREAM)
              .measure(messages);
        });
  }

  /** One loop of {@link ZeroMqPeer}, which counts messages and their bytes, no words. */
  Side peer(String name, String loop, int messages, int bytes) {
    return new Side(
        name,
        "",
        () -> {
          Path folder = workspace.temporary();
          Path file = folder.resolve("lines.txt");
          int lines = Math.min(messages, LINES);
          Files.write(file, new Texts(bytes).lines(lines));
          String repeats = Integer.toString((messages + lines - 1) / lines);
          MeasuredCommand.Run run =
              workspace.besideTests("ZeroMqPeer", file.toString(), repeats).run();
          double rate = JSON.readTree(StreamSides.lastLine(run)).get(loop).asDouble();
          Workspace.delete(run.folder());
          Workspace.delete(folder);
          return new Measurement(
              run.seconds(), run.cpu(), "", new HashMap<>(Map.of(StreamSides.RATE, rate)));
        });
  }
}
