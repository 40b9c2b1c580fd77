package dev.conveyor.jobs.cli;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.feed.Pace;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.CommandLine;

/** Where the launcher, {@code spark-submit} and {@code hadoop jar} enter. */
public final class Main {
  private Main() {}

  public static void main(String[] words) {
    int code = commandLine(utf8(FileDescriptor.out), utf8(FileDescriptor.err)).execute(words);
    // A process that is ending has its code from the signal: the JVM would take a later one.
    if (!Interruption.isUnderWay() && (code != 0 || !isInsideCluster())) {
      System.exit(code);
    }
  }

  /** YARN takes an exit for a failure of the driver that it runs, whatever the code. */
  private static boolean isInsideCluster() {
    return "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }

  /** The whole command line, writing to these. */
  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    CommandLine whole = new CommandLine(new Conveyor());
    // What follows its own options is another command's.
    whole.getSubcommands().get(SubmitEmrCommand.NAME).setStopAtPositional(true);
    return whole
        .setOut(out)
        .setErr(err)
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, Values::duration)
        .registerConverter(Address.class, Values::address)
        .registerConverter(Pace.class, Values::pace)
        .setParameterExceptionHandler(Failures::misused)
        .setExecutionExceptionHandler(Failures::failed);
  }

  /** Words of any script come out as they are, whatever the locale. */
  private static PrintWriter utf8(FileDescriptor stream) {
    return new PrintWriter(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
  }
}
