package dev.conveyor.jobs.options;

import dev.conveyor.streaming.json.Json;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Option;

/** The option {@code --json}, which prints summaries for programs. */
public final class JsonOption {
  @Option(names = "--json", description = "Print the summary as JSON, as the last line.")
  private boolean json;

  /** Returns whether the option is set. */
  public boolean isSet() {
    return json;
  }

  /** Prints a line: the fields as JSON if the option is set, else the text. */
  public void print(PrintWriter out, Map<String, ?> fields, String text) {
    out.println(json ? Json.line(fields) : text);
  }
}
