package dev.conveyor.jobs.emr.command;

import java.io.PrintWriter;
import picocli.CommandLine;

/** The command line whose commands EMR runs. Implemented by the top command. */
public interface SubmittableCommands {
  /** Returns a command line of its own, which parses apart from the one that runs. */
  CommandLine commandLine(PrintWriter out, PrintWriter err);
}
