package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.OutputException;
import dev.conveyor.streaming.zeromq.curve.CurveKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code keygen FILE}, which generates a pair of CURVE keys for ZeroMQ. */
@Command(
    name = "keygen",
    description =
        "Makes a pair of CURVE keys: the secret one into a file for its owner alone, the public one"
            + " onto standard output.")
final class KeygenCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "Must not exist yet. Later: export CONVEYOR_CURVE_SECRET=$(cat FILE)")
  private Path file;

  @Override
  public Integer call() throws IOException {
    String publicKey = CurveKeys.generate(file);
    try {
      spec.commandLine().getOut().println(publicKey);
    } catch (OutputException e) {
      Files.delete(file); // The secret key is useless without its public key.
      throw e;
    }
    return 0;
  }
}
