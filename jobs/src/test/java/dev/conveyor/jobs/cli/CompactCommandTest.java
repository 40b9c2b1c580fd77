package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.kit.Said;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.run.OutputFiles;
import dev.conveyor.streaming.run.PartFile;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunBatch;
import dev.conveyor.streaming.run.RunPlan;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The words of {@code compact}: summaries, and what it refuses. */
@Timeout(60)
class CompactCommandTest {
  private final Address queue = Address.parse("memory:" + UUID.randomUUID() + "?queue");
  @TempDir Path folder;

  private String out() {
    return folder.resolve("out").toString();
  }

  private void stream(String checkpoint, int batches) throws Exception {
    RunPlan plan = RunPlan.of(checkpoint, queue).withOutput(out()).withJobs(List.of("words"));
    try (Run run = Run.open(plan, new Configuration());
        MessageWriter writer = Transports.endpoint(queue).openWriter()) {
      for (int i = 0; i < batches; i++) {
        writer.write(List.of(Outgoing.of("word".getBytes(UTF_8))));
        RunBatch batch = run.next(new Bounds(1, 1 << 20)).orElseThrow();
        PartFile part = new PartFile("words", batch.id(), run.token(), 0, 0);
        try (OutputStream file = new OutputFiles(out(), run.configuration()).create(part)) {
          file.write("word\t1\n".getBytes(UTF_8));
        }
        run.commit(batch, List.of(part));
        run.done(batch);
      }
    }
  }

  @Test
  void saysWhatItHasFolded() throws Exception {
    stream(out() + "/_conveyor", 3);
    assertThat(Said.by("compact", out(), "--min", "4").out())
        .isEqualTo("folded 0 batches of 0 jobs into 0 folders; deleted 0 replaced folders\n");
    assertThat(Said.by("compact", out()).out())
        .isEqualTo(
            "folded 3 batches of 1 job into 1 folder; deleted 0 replaced folders;"
                + " 3 more stay until a compact after 10m\n");
    Said last = Said.by("compact", out(), "--keep", "0s", "--json");
    assertThat(last.code()).as(last.err()).isZero();
    assertThat(last.out())
        .startsWith(
            "{\"batches\":0,\"jobs\":0,\"folders\":0,\"deleted\":3,\"kept\":0,\"seconds\":");
    assertThat(folder.resolve("out/words/batch=0-2-t2/part-00000-2")).hasContent("word\t3\n");
  }

  @Test
  void readsACheckpointElsewhere() throws Exception {
    String checkpoint = folder.resolve("checkpoint").toString();
    stream(checkpoint, 2);
    Said.by("compact", out())
        .isFailure("cannot compact " + out(), out() + "/_conveyor holds no checkpoint of a run");
    Said said = Said.by("compact", out(), "--checkpoint", checkpoint);
    assertThat(said.out()).startsWith("folded 2 batches of 1 job");
    Files.createDirectory(folder.resolve("other"));
    String other = folder.resolve("other").toString();
    Said.by("compact", other, "--checkpoint", checkpoint)
        .isFailure("cannot compact " + other, "is the checkpoint of other results");
  }

  @Test
  void refusesWhatHoldsNoResults() throws Exception {
    Said.by("compact", out()).isFailure("cannot compact " + out() + ": there is no such folder");
    stream(out() + "/_conveyor", 0);
    Said.by("compact", out()).isFailure("cannot compact " + out() + ": it has no results");
    String file = Files.createFile(folder.resolve("in.txt")).toString();
    Said.by("compact", file).isFailure("cannot compact " + file + ": it is a file");
    Said.by("compact", file, "--checkpoint", out() + "/_conveyor").isFailure("it is a file");
    String inside = Files.createDirectories(folder.resolve("out/_dead/words")).toString();
    Said.by("compact", inside)
        .isFailure("cannot compact " + inside + ": it is a part of the results", "name " + out());
  }

  @Test
  void tellsOfSumsThatItCannotFold() throws Exception {
    stream(out() + "/_conveyor", 2);
    Files.writeString(folder.resolve("out/words/batch=0/part-00000-1"), "word\t" + Long.MAX_VALUE);
    Said.by("compact", out())
        .hasFailedAfter(
            "folded 0 batches of 0 jobs into 0 folders; deleted 0 replaced folders\n",
            "cannot fold the batches of words in " + out(),
            "the sum for \"word\" leaves the range of 64 bits");
  }

  @Test
  void refusesSpansAndNumbersOfNothing() {
    Said.by("compact", out(), "--min", "0").isMisuse("cannot fold nothing");
    Said.by("compact", out(), "--every", "0s").isMisuse("cannot fold nothing");
    Said.by("compact", out(), "--keep", "soon").isMisuse("--keep", "soon");
    Said.by("compact").isMisuse("DIR");
  }
}
