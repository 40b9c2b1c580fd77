package dev.conveyor.jobs.emr.command;

import java.io.PrintWriter;
import picocli.CommandLine;

/** A source of command lines that parse commands for EMR. The top-level command implements it. */
public interface SubmittableCommands {
  /** Returns a new command line, independent of the one that runs. */
  CommandLine commandLine(PrintWriter out, PrintWriter err);
}
