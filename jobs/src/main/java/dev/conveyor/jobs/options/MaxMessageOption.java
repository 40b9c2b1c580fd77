package dev.conveyor.jobs.options;

import picocli.CommandLine.Option;

/** The option {@code --max-message}, the largest message body that is processed. */
public final class MaxMessageOption {
  @Option(
      names = "--max-message",
      paramLabel = "SIZE",
      defaultValue = "64MiB",
      converter = SizeConverter.class,
      description = "A larger message or record is a dead letter. Default: ${DEFAULT-VALUE}")
  private int bytes;

  /** Returns the limit in bytes, above 0. */
  public int bytes() {
    return bytes;
  }
}
