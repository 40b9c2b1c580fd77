package dev.conveyor.jobs.compact;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.input.TextFiles;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.run.Compaction;
import dev.conveyor.streaming.run.OutputFiles;
import dev.conveyor.streaming.run.PartFile;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunBatch;
import dev.conveyor.streaming.run.RunPlan;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run over a queue in memory that writes sums, lines and dead letters; and what is true. */
@Timeout(120)
abstract class CompactedRun {
  static final Duration LEASE = Duration.ofMillis(150);
  static final Duration LONG = Duration.ofHours(1);
  static final String WORDS = "word-count";
  static final String LINES = "lines";
  static final String DEAD = "_dead/word-count";

  @TempDir Path folder;
  final Address queue = Address.parse("memory:" + UUID.randomUUID() + "?queue");
  final Map<String, Long> truth = new TreeMap<>();
  final List<String> lines = new ArrayList<>();
  final List<String> deadLetters = new ArrayList<>();
  Path out;
  private int written;

  @BeforeEach
  void begin() {
    out = folder.resolve("out");
  }

  RunPlan plan() {
    return RunPlan.of(checkpoint(), queue)
        .withOutput(out.toString())
        .withJobs(List.of(WORDS))
        .withLease(LEASE);
  }

  String checkpoint() {
    return out + "/_conveyor";
  }

  Run open() throws InterruptedException {
    return Run.open(plan(), new Configuration());
  }

  /** A driver finishes that many batches, and ends. */
  void stream(int batches) throws IOException, InterruptedException {
    try (Run run = open()) {
      for (int i = 0; i < batches; i++) {
        batch(run);
      }
    }
  }

  void batch(Run run) throws IOException, InterruptedException {
    RunBatch batch = begin(run);
    commit(run, batch);
    run.done(batch);
  }

  RunBatch begin(Run run) throws InterruptedException {
    try (MessageWriter writer = Transports.endpoint(queue).openWriter()) {
      writer.write(List.of(Outgoing.of("message".getBytes(UTF_8))));
    }
    return run.next(new Bounds(1, 1 << 20)).orElseThrow();
  }

  /** Two parts of sums, a part of lines in each second batch, a dead letter in each third. */
  void commit(Run run, RunBatch batch) throws IOException, InterruptedException {
    List<PartFile> parts = new ArrayList<>();
    for (int partition = 0; partition < 2; partition++) {
      Map<String, Long> sums = new TreeMap<>();
      sums.put("a\tb" + partition, 1L);
      sums.put("each" + partition, 2L + written);
      sums.put("own" + written, 1L);
      sums.forEach((key, amount) -> truth.merge(key, amount, Math::addExact));
      StringBuilder text = new StringBuilder();
      sums.forEach((key, amount) -> text.append(key).append('\t').append(amount).append('\n'));
      parts.add(write(run, new PartFile(WORDS, batch.id(), run.token(), partition, 0), text));
    }
    if (written % 2 == 0) {
      String line = "one\t1, like an amount " + written + "\t5";
      lines.add(line);
      parts.add(write(run, new PartFile(LINES, batch.id(), run.token(), 0, 0), line + "\n"));
    }
    if (written % 3 == 0) {
      String letter = "{\"dead\":" + written + "}";
      deadLetters.add(letter);
      parts.add(write(run, new PartFile(DEAD, batch.id(), run.token(), 0, 0), letter + "\n"));
    }
    written++;
    run.commit(batch, parts);
  }

  private PartFile write(Run run, PartFile part, CharSequence text) throws IOException {
    try (OutputStream file = new OutputFiles(out.toString(), run.configuration()).create(part)) {
      file.write(text.toString().getBytes(UTF_8));
    }
    return part;
  }

  CompactTotals compact(Duration keep) throws InterruptedException {
    return compact(keep, new Configuration());
  }

  CompactTotals compact(Duration keep, Configuration configuration) throws InterruptedException {
    try (Compaction compaction =
        Compaction.open(out.toString(), checkpoint(), LEASE, configuration)) {
      Compactor compactor =
          new Compactor(out.toString(), compaction, new CompactSettings(keep, 2, 500), () -> false);
      compactor.run();
      return compactor.totals();
    }
  }

  Map<String, Long> sums() throws IOException {
    return sums(listed(new Configuration(), WORDS));
  }

  /** The files that a batch reads. */
  List<FileStatus> listed(Configuration configuration, String... inputs) {
    return TextFiles.find(
        Arrays.stream(inputs).map(input -> out + "/" + input).toList(), configuration);
  }

  static Map<String, Long> sums(List<FileStatus> files) throws IOException {
    Map<String, Long> sums = new TreeMap<>();
    for (FileStatus file : files) {
      for (String line : Files.readAllLines(Path.of(file.getPath().toUri().getPath()))) {
        int tab = line.lastIndexOf('\t');
        sums.merge(line.substring(0, tab), Long.valueOf(line.substring(tab + 1)), Math::addExact);
      }
    }
    return sums;
  }

  List<String> names(String job) throws IOException {
    if (!Files.exists(out.resolve(job))) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(out.resolve(job))) {
      return found.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /** The lines of all parts, as a tool reads them that knows no folds. */
  List<String> raw(String job) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(out.resolve(job))) {
      for (Path file : files.filter(path -> path.toString().contains("/part-")).sorted().toList()) {
        found.addAll(Files.readAllLines(file));
      }
    }
    return found;
  }
}
