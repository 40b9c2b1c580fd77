package dev.conveyor.jobs.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.input.RecordVisitor;
import dev.conveyor.jobs.program.Program.Role;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs of every kind: none stalls the task that runs it, none outlives it. */
@Timeout(60)
public class PipedBlocksTest {
  private static final int LONGEST = 1 << 20;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final PrintStream errors = System.err;

  /** Programs write to the standard error of the test. */
  @BeforeEach
  void hear() {
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(errors);
  }

  /** The output. */
  public static final class Seen implements RecordVisitor {
    final List<String> lines = new ArrayList<>();
    private final List<String> dead = new ArrayList<>();
    private long inputs;

    @Override
    public void visit(byte[] buffer, int from, int to) {
      lines.add(new String(buffer, from, to - from, UTF_8));
    }

    @Override
    public void visitDead(String reason, byte[] buffer, int from, int to, long length) {
      dead.add(reason + ": " + new String(buffer, from, Math.min(8, to - from), UTF_8));
    }
  }

  /** Returns the host that runs the programs. */
  ProgramHost host() {
    return ProgramHost.in(new File("."));
  }

  private PipedBlocks piped(String command, Iterator<RecordBlock> input) {
    return new PipedBlocks(Role.MAPPER, CommandLine.parse(command), LONGEST, host(), input);
  }

  private Seen run(String command, Iterator<RecordBlock> input) throws IOException {
    Seen seen = new Seen();
    try (PipedBlocks blocks = piped(command, input)) {
      while (blocks.hasNext()) {
        blocks.next().read(seen);
      }
      seen.inputs = blocks.given();
    }
    return seen;
  }

  final Seen run(String command, String... lines) throws IOException {
    return run(command, List.<RecordBlock>of(new LineBlock(List.of(lines))).iterator());
  }

  /** Some megabytes: more than any pipe holds. */
  private static Iterator<RecordBlock> many() {
    RecordBlock block =
        new LineBlock(IntStream.range(0, 1_000).mapToObj(i -> "line number " + i).toList());
    return Stream.generate(() -> block).limit(300).iterator();
  }

  @Test
  void linesGoInAndLinesComeOut() throws IOException {
    Seen seen = run("cat", "a\tb", "", "é");
    assertThat(seen.lines).containsExactly("a\tb", "", "é");
    assertThat(seen.inputs).isEqualTo(3);
  }

  @Test
  void aLastLineNeedsNoEnd() throws IOException {
    assertThat(run("sh -c 'cat; printf x'", "a").lines).containsExactly("a", "x");
  }

  @Test
  void whatIsDeadGoesRoundTheProgram() throws IOException {
    Seen seen = run("cat", "a", "dead end", "b");
    assertThat(seen.lines).containsExactly("a", "b");
    assertThat(seen.dead).containsExactly("too long: dead");
    assertThat(seen.inputs).isEqualTo(3);
  }

  @Test
  void withoutOutputTheInputIsCounted() throws IOException {
    Seen seen = run("sh -c 'cat > /dev/null'", many());
    assertThat(seen.lines).isEmpty();
    assertThat(seen.inputs).isEqualTo(300_000);
  }

  @Test
  void withoutInputNothingIsStarted() throws IOException {
    assertThat(run("/no/such/program", List.<RecordBlock>of().iterator()).lines).isEmpty();
  }

  /** It prints all of it before it reads a byte, and then nothing before it has read all. */
  @Test
  void largeOutputAndLargeInputDoNotStallEachOther() throws IOException {
    Seen seen = run("sh -c 'yes some line | head -n 400000; wc -l'", many());
    assertThat(seen.lines).hasSize(400_001).endsWith("300000");
    assertThat(seen.inputs).isEqualTo(300_000);
  }

  @Test
  void aProgramNeedNotReadToTheEnd() throws IOException {
    Seen seen = run("head -n 2", many());
    assertThat(seen.lines).containsExactly("line number 0", "line number 1");
    assertThat(seen.inputs).isEqualTo(300_000);
    assertThat(run("true", many()).inputs).isEqualTo(300_000);
  }

  @Test
  void aLineWithoutEndIsBounded() throws IOException {
    Seen seen = run("sh -c 'head -c 30000000 /dev/zero; echo; echo b'", "a");
    assertThat(seen.lines).containsExactly("b");
    assertThat(seen.dead)
        .hasSize(1)
        .allMatch(dead -> dead.startsWith("record of 30000000 bytes is over the limit of 1048576"));
  }

  @Test
  void aProgramThatFailsSaysWhy() {
    assertThatThrownBy(
            () ->
                run(
                    "sh -c 'cat; echo first >&2; echo >&2; echo \"the last\tone\" >&2; exit 3'",
                    "a"))
        .isInstanceOf(BatchException.class)
        .hasMessageStartingWith("cannot run mapper sh -c ")
        .hasMessageEndingWith(
            ": it ended with 3: first | the last one; fix it or the input, then run the batch"
                + " again");
    assertThatThrownBy(() -> run("false", many()))
        .isInstanceOf(BatchException.class)
        .hasMessage(
            "cannot run mapper false: it ended with 1 and said nothing; fix it or the input, then"
                + " run the batch again");
    assertThatThrownBy(() -> run("sh -c 'kill -9 $$'", "a"))
        .hasMessageContaining("ended with 137 (signal 9)");
  }

  /** Its parent is no longer known. */
  @Test
  void whatAFailedProgramHasStartedEndsToo() {
    assertThatThrownBy(() -> run("sh -c 'sleep " + mark(5) + " > /dev/null 2>&1 & exit 3'", "a"))
        .hasMessageContaining("ended with 3");
    awaitNone(mark(5));
  }

  @Test
  void muchOnStandardErrorStallsNothing() throws IOException {
    Seen seen = run("sh -c 'yes error | head -n 200000 >&2; cat'", "a");
    assertThat(seen.lines).containsExactly("a");
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> run("no-such-program -x", "a"))
        .isInstanceOf(BatchException.class)
        .hasMessageStartingWith(
            "cannot start mapper no-such-program -x: there is no program no-such-program; ");
    assertThatThrownBy(() -> run("/dev/null", "a")).hasMessageContaining("permission denied");
    // Half a character, which no encoding has.
    for (String word : List.of("\uD83C", "a\uDF6Bb", "'\uD83C'")) {
      assertThatThrownBy(() -> run("grep " + word, "a"))
          .hasMessageContaining("cannot start mapper grep ", "arguments cannot be passed on: ");
    }
  }

  @Test
  void aFailureOfTheInputEndsTheProgram() {
    Iterator<RecordBlock> broken =
        Stream.<RecordBlock>of(new LineBlock(List.of("a")), null)
            .map(
                block -> {
                  if (block == null) {
                    throw new BatchException("cannot read input x");
                  }
                  return block;
                })
            .iterator();
    assertThatThrownBy(() -> run("sh -c 'cat; sleep " + mark(3) + "'", broken))
        .isInstanceOf(BatchException.class)
        .hasMessage("cannot read input x");
    awaitNone(mark(3));
  }

  /** Neither it nor what it has started, though it is deaf and its input goes on. */
  @Test
  void anInterruptLeavesNoProgram() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Iterator<RecordBlock> endless =
        Stream.<RecordBlock>generate(
                () -> {
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  return new LineBlock(List.of("late"));
                })
            .iterator();
    Iterator<RecordBlock> input = LineBlock.before(new LineBlock(List.of("a")), endless);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread task =
        new Thread(
            () -> {
              try {
                run(
                    "sh -c 'trap \"\" INT TERM; sleep " + mark(4) + " | sleep " + mark(4) + "'",
                    input);
              } catch (IOException | RuntimeException e) {
                thrown.set(e);
              }
            });
    task.start();
    await().atMost(LIMIT).until(() -> count(mark(4)) >= 3);
    task.interrupt();
    task.join(LIMIT.toMillis());
    assertThat(task.isAlive()).isFalse();
    assertThat(thrown.get()).isInstanceOf(UncheckedIOException.class);
    awaitNone(mark(4));
  }

  /** A sleep time that no other process uses, in seconds. */
  private static String mark(int test) {
    return "9" + test + "0" + ProcessHandle.current().pid();
  }

  private static void awaitNone(String mark) {
    await().atMost(LIMIT).until(() -> count(mark) == 0);
  }

  /** How many processes of ours bear this mark among their arguments. */
  private static long count(String mark) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(mark))
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .count();
  }
}
