package dev.conveyor.streaming.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Bounds;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** A run over a queue in memory with a line of results a batch; its output is compacted. */
abstract class CompactionInMemory extends RunInMemory {
  static final String JOB = "words";
  static final Bounds ONE = new Bounds(1, 1 << 20);

  Path out = Path.of("out");
  int messages;

  RunPlan withOutput() {
    return RunPlan.of(checkpoint(), queue).withOutput(out.toString()).withLease(LEASE);
  }

  String checkpoint() {
    return out + "/_conveyor";
  }

  void begin(String name) {
    out = folder.resolve(name);
    messages = 0;
  }

  void stream(int batches) throws IOException, InterruptedException {
    try (Run run = open(withOutput())) {
      for (int i = 0; i < batches; i++) {
        write(messages, messages + 1);
        RunBatch batch = run.next(ONE).orElseThrow();
        commit(run, batch);
        run.done(batch);
      }
    }
  }

  /** Its only line is the number of the message. */
  void commit(Run run, RunBatch batch) throws IOException, InterruptedException {
    PartFile part = new PartFile(JOB, batch.id(), run.token(), 0, 0);
    try (var file = new OutputFiles(out.toString(), run.configuration()).create(part)) {
      file.write((messages++ + "\n").getBytes(UTF_8));
    }
    run.commit(batch, List.of(part));
  }

  Compaction compaction(Configuration configuration) throws InterruptedException {
    return Compaction.open(out.toString(), checkpoint(), LEASE, configuration);
  }

  /** Copies the lines of all finished batches into a fold, and deletes what that replaces. */
  void compact(Configuration configuration) throws IOException, InterruptedException {
    try (Compaction compaction = compaction(configuration)) {
      Optional<Fold> fold = compaction.next(JOB, compaction.lastFinished(), 1);
      if (fold.isPresent()) {
        fill(fold.get());
        fold.get().commit();
      }
      compaction.deleteReplaced(JOB, Duration.ZERO);
    }
  }

  static void fill(Fold fold) throws IOException {
    try (OutputStream file = fold.create()) {
      for (String part : fold.parts()) {
        try (InputStream in = fold.open(part)) {
          in.transferTo(file);
        }
      }
    }
  }

  List<String> names() throws IOException {
    try (Stream<Path> found = Files.list(out.resolve(JOB))) {
      return found.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /** The lines that count, as a reader finds them that lists once. */
  List<Integer> counted() throws IOException {
    OutputFiles files = new OutputFiles(out.toString(), new Configuration());
    FoldedBatches folds = files.folds(JOB, files.names(JOB));
    List<Integer> lines = new ArrayList<>();
    for (String name : names()) {
      if (!folds.hide(name) && Files.exists(out.resolve(JOB).resolve(name + "/_SUCCESS"))) {
        try (Stream<Path> parts = Files.list(out.resolve(JOB).resolve(name))) {
          for (Path part : parts.filter(path -> !path.endsWith("_SUCCESS")).toList()) {
            Files.readAllLines(part).forEach(line -> lines.add(Integer.valueOf(line)));
          }
        }
      }
    }
    return lines.stream().sorted().toList();
  }

  List<Integer> all() {
    return Stream.iterate(0, number -> number < messages, number -> number + 1).toList();
  }
}
