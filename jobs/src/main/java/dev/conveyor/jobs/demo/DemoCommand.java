package dev.conveyor.jobs.demo;

import dev.conveyor.jobs.console.EngineInterruption;
import dev.conveyor.jobs.console.Failures;
import dev.conveyor.jobs.console.Interruption;
import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.jobs.files.TemporaryFolder;
import dev.conveyor.jobs.options.FedFile;
import dev.conveyor.jobs.options.JarsOption;
import dev.conveyor.jobs.options.JsonOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code demo [POEM…] [--out DIR]}. Needs no server, and without {@code --out} deletes
 * its results.
 */
@Command(
    name = "demo",
    description = {
      "Shows the whole line at work: a ZeroMQ feeder publishes a poem word by word, a Redis list"
          + " carries chocolates, Spark Streaming filters and counts both.",
      "Needs no server: Redis and ZeroMQ run inside, on loopback."
    })
public final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private JsonOption json;
  @Mixin private JarsOption jars;

  @Parameters(
      paramLabel = "POEM",
      arity = "0..*",
      description = "Texts in UTF-8, of any length. Default: the Ode on the Mammoth Cheese")
  private List<Path> poems;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Keep the results there. Default: a temporary folder, removed at the end")
  private Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (poems != null) {
      FedFile.requireReadable(poems);
    }
    try (Interruption interruption = EngineInterruption.awaitsCommand();
        TemporaryFolder scratch = new TemporaryFolder("conveyor-demo-")) {
      return show(scratch.path());
    }
  }

  private int show(Path scratch) throws IOException, InterruptedException {
    List<Path> texts = poems == null ? List.of(bundledPoem(scratch)) : poems;
    Path folder = out == null ? scratch.resolve("out") : out;
    DemoDisplay display = new DemoDisplay(Terminal.current(), spec.commandLine());
    DemoResult result = result(new Demo(texts, folder, scratch, jars.all(), display));
    if (json.isSet()) {
      json.print(spec.commandLine().getOut(), result.summary(), "");
    } else {
      display.showTotals(result, out);
    }
    return result.isComplete() ? 0 : Failures.FAILED;
  }

  private DemoResult result(Demo demo) throws IOException, InterruptedException {
    boolean isDone = false;
    try {
      DemoResult result = demo.run();
      isDone = true;
      return result;
    } finally {
      if (!isDone && Interruption.isUnderWay()) {
        spec.commandLine().getErr().println("interrupted before the demo had its totals");
      }
    }
  }

  private static Path bundledPoem(Path scratch) throws IOException {
    Path poem = scratch.resolve("mammoth.txt");
    try (InputStream in = DemoCommand.class.getResourceAsStream("mammoth.txt")) {
      Files.copy(in, poem);
    }
    return poem;
  }
}
