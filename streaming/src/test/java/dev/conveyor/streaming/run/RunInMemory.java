package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run over a queue and a topic in memory, with its checkpoint in a temporary folder. */
@Timeout(60)
abstract class RunInMemory {
  static final Bounds TEN = new Bounds(10, 1 << 20);
  static final Duration LEASE = Duration.ofMillis(400);

  @TempDir Path folder;
  final Address queue = Address.parse("memory:" + UUID.randomUUID() + "?queue");
  final Address topic = Address.parse("memory:" + UUID.randomUUID() + "?topic=words");

  RunPlan plan() {
    return RunPlan.of(folder.toString(), queue).withLease(LEASE);
  }

  RunPlan live() {
    return RunPlan.of(folder.toString()).withLive(List.of(topic)).withLease(LEASE);
  }

  static Run open(RunPlan plan) throws InterruptedException {
    return Run.open(plan, new Configuration());
  }

  void write(int from, int to) throws InterruptedException {
    try (MessageWriter writer = Transports.endpoint(queue).openWriter()) {
      writer.write(Texts.outgoing(Texts.numbers(from, to)));
    }
  }

  List<String> files(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  Path file(String prefix) throws IOException {
    return folder.resolve(files(prefix).get(0));
  }

  static RunBatch next(Run run) throws InterruptedException {
    return run.next(TEN).orElseThrow();
  }
}
