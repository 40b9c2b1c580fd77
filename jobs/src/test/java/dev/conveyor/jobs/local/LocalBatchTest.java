package dev.conveyor.jobs.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.jobs.batch.Batch;
import dev.conveyor.jobs.batch.BatchResult;
import dev.conveyor.jobs.batch.Progress;
import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.input.InputFiles;
import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.plan.SaveMode;
import dev.conveyor.jobs.stage.Jobs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBatchTest {
  private static final Path DATA = Path.of("..", "data");

  @TempDir Path folder;

  @Test
  void thePoemComesOutAsTheGoldenFile() throws Exception {
    BatchCounts result = run("word-count", DATA.resolve("mammoth.txt"));
    assertThat(output("part-00000")).hasSameBinaryContentAs(DATA.resolve("mammoth.word-count.tsv"));
    assertThat(names(folder.resolve("out"))).containsExactly("_SUCCESS", "part-00000");
    assertThat(result.pairs()).isEqualTo(156);
    assertThat(result.keys()).isEqualTo(110);
    assertThat(result.dead()).isZero();
    assertThat(result.records()).isEqualTo(Files.readAllLines(DATA.resolve("mammoth.txt")).size());
  }

  @Test
  void amountsOfFinishedBatchesAddUpAndTheRestAreDeadLetters() throws Exception {
    write("in/batch=1/part-00000", "a\t1\nb\t2\n");
    write("in/batch=1/_SUCCESS", "");
    write("in/batch=2/part-00000", "a\t100\n");
    write("in/batch=3/part-00000", "b\t3\r\nnonsense\n");
    write("in/batch=3/_SUCCESS", "");
    BatchCounts result = run("sum", folder.resolve("in"));
    assertThat(output("part-00000")).hasContent("a\t1\nb\t5\n");
    assertThat(output("_dead/sum/part-00000"))
        .content()
        .matches(
            "\\{\"reason\":\"no tab between key and amount\",\"source\":\""
                + Pattern.quote(folder.resolve("in/batch=3/part-00000").toString())
                + "\",\"position\":\"byte 5\",\"time\":\"20[^\"]*Z\",\"body\":\"bm9uc2Vuc2U=\",\"bytes\":8}\n");
    assertThat(result.records()).isEqualTo(4);
    assertThat(result.pairs()).isEqualTo(3);
    assertThat(result.dead()).isEqualTo(1);
  }

  @Test
  void compressedTextIsRead() throws Exception {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.gz")))) {
      out.write("\ufeffx\t1\ny\t2".getBytes(UTF_8));
    }
    run("sum", folder.resolve("a.gz"));
    assertThat(output("part-00000")).hasContent("x\t1\ny\t2\n");
  }

  @Test
  void aFailureLeavesNothing() throws IOException {
    write("good", "a\t1\nnonsense");
    write("bad.gz", "no gzip at all");
    assertThatThrownBy(() -> run("sum", folder.resolve("good"), folder.resolve("bad.gz")))
        .isInstanceOf(BatchException.class)
        .hasMessage(
            "cannot read input "
                + folder.resolve("bad.gz")
                + ": it does not begin as gzip data, though its name says so; check the file, or give"
                + " it another name");
    assertThat(names(folder)).containsExactly("bad.gz", "good");
  }

  @Test
  void aSumThatIsTooLargeLeavesNothing() throws IOException {
    write("large", "a\t9223372036854775807\na\t1\n");
    assertThatThrownBy(() -> run("sum", folder.resolve("large")))
        .isInstanceOf(BatchException.class)
        .hasMessageStartingWith("cannot run job sum on " + folder.resolve("large"))
        .hasMessageContaining(": the sum for \"a\" leaves");
    assertThat(names(folder)).containsExactly("large");
  }

  @Test
  void aMissingInputIsNamed() throws IOException {
    assertThatThrownBy(() -> run("word-count", folder.resolve("none")))
        .isInstanceOf(BatchException.class)
        .hasMessageStartingWith("cannot read input " + folder.resolve("none"));
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void anExistingOutputIsRefusedUnlessItIsToBeReplaced() throws Exception {
    write("in", "new");
    write("out/part-00007", "old");
    assertThatThrownBy(() -> run("word-count", folder.resolve("in")))
        .isInstanceOf(BatchException.class)
        .hasMessage(
            "cannot write output "
                + folder.resolve("out")
                + ": it exists; name another folder, or add --overwrite");
    assertThat(output("part-00007")).hasContent("old");
    batch("word-count", SaveMode.OVERWRITE, Progress.NONE, folder.resolve("in")).run();
    assertThat(names(folder.resolve("out"))).containsExactly("_SUCCESS", "part-00000");
    assertThat(names(folder)).containsExactly("in", "out");
  }

  /** As if another batch had been faster. */
  @Test
  void anOutputThatAppearsMeanwhileStays() throws IOException {
    write("in", "x");
    Prepared batch =
        batch(
            "word-count",
            SaveMode.ERROR_IF_EXISTS,
            (done, total) -> appear(),
            folder.resolve("in"));
    assertThatThrownBy(batch::run)
        .isInstanceOf(BatchException.class)
        .hasMessageStartingWith("cannot write output " + folder.resolve("out"));
    assertThat(output("part-00000")).hasContent("other");
    assertThat(names(folder)).containsExactly("in", "out");
  }

  private void appear() {
    try {
      write("out/part-00000", "other");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFailedReplacementKeepsTheOldResult() throws IOException {
    write("bad.gz", "");
    write("out/part-00000", "old");
    Prepared batch =
        batch("word-count", SaveMode.OVERWRITE, Progress.NONE, folder.resolve("bad.gz"));
    assertThatThrownBy(batch::run)
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("bad.gz: it ends too early; check the file");
    assertThat(output("part-00000")).hasContent("old");
    assertThat(names(folder)).containsExactly("bad.gz", "out");
  }

  @Test
  void anOutputThatHoldsAnInputOrIsAFileIsNeverReplaced() throws IOException {
    write("out/in", "x");
    Path input = folder.resolve("out/in");
    assertThatThrownBy(batch("word-count", SaveMode.OVERWRITE, Progress.NONE, input)::run)
        .hasMessageContaining("it holds input");
    Files.delete(input);
    Files.delete(folder.resolve("out"));
    write("out", "a file");
    write("in", "x");
    assertThatThrownBy(
            batch("word-count", SaveMode.OVERWRITE, Progress.NONE, folder.resolve("in"))::run)
        .hasMessageContaining("a file is there");
    assertThat(folder.resolve("out")).hasContent("a file");
  }

  @Test
  void noInputGivesAnEmptyResult() throws Exception {
    write("in", "");
    BatchCounts result = run("word-count", folder.resolve("in"));
    assertThat(result.records()).isZero();
    assertThat(output("part-00000")).isEmptyFile();
  }

  @Test
  void progressEndsAtTheTotal() throws Exception {
    write("in/a", "x".repeat(10));
    write("in/b", "x".repeat(20));
    List<Long> steps = new ArrayList<>();
    batch(
            "word-count",
            SaveMode.ERROR_IF_EXISTS,
            (done, total) -> steps.addAll(List.of(done, total)),
            folder.resolve("in"))
        .run();
    assertThat(steps).hasSize(4).endsWith(30L, 30L).isSubsetOf(10L, 20L, 30L);
  }

  @Test
  void progressIsReportedWithinTheOnlyFile() throws Exception {
    write("in", "we have seen thee\n".repeat(100_000));
    List<Long> steps = new ArrayList<>();
    batch(
            "word-count",
            SaveMode.ERROR_IF_EXISTS,
            (done, total) -> steps.add(100 * done / total),
            folder.resolve("in"))
        .run();
    assertThat(steps).hasSizeGreaterThan(3).isSorted().last().isEqualTo(100L);
    assertThat(steps.get(0)).isLessThan(50);
  }

  /** The interrupt comes after the first file, from inside the batch itself. */
  @Test
  void anInterruptStopsItAndLeavesNothing() throws IOException {
    write("in/a", "x\n");
    write("in/b", "y\n");
    Thread driver = Thread.currentThread();
    Prepared batch =
        batch(
            "word-count",
            SaveMode.ERROR_IF_EXISTS,
            (done, total) -> driver.interrupt(),
            folder.resolve("in"));
    assertThatThrownBy(batch::run).isInstanceOf(InterruptedException.class);
    Thread.interrupted();
    assertThat(names(folder)).containsExactly("in");
  }

  private BatchCounts run(String job, Path... inputs) throws InterruptedException {
    return batch(job, SaveMode.ERROR_IF_EXISTS, Progress.NONE, inputs).run().counts();
  }

  private Prepared batch(String job, SaveMode existing, Progress progress, Path... inputs) {
    BatchPlan plan =
        BatchPlan.of(
                Jobs.named(job),
                InputFiles.of(Arrays.stream(inputs).map(Path::toString).toList()),
                folder.resolve("out").toString())
            .withSaveMode(existing);
    return () -> Batch.run(plan, new LocalBatch(), new Configuration(), progress);
  }

  /** One that waits to be run. */
  private interface Prepared {
    BatchResult run() throws InterruptedException;
  }

  private Path output(String name) {
    return folder.resolve("out").resolve(name);
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }
}
