package dev.conveyor.jobs.emr;

import java.util.List;

/**
 * A checked command of Conveyor to run on EMR.
 *
 * @param words the command and all that belongs to it, as the application jar reads them
 */
public record EmrCommand(Kind kind, List<String> words) {

  /** The way in which EMR runs a command. */
  public enum Kind {
    /** To its end, as a Spark job. */
    BATCH,
    /** To its end, as a MapReduce job. */
    HADOOP_BATCH,
    /** For as long as it is wanted, from what can be read again. */
    STREAM,
    /** Likewise, with receivers, which hold messages that cannot be read again. */
    RECEIVING_STREAM;

    public boolean isStream() {
      return this == STREAM || this == RECEIVING_STREAM;
    }
  }

  public EmrCommand {
    words = List.copyOf(words);
  }

  /** For people: the command and its job. */
  String title() {
    return "conveyor " + words.get(0) + " " + words.get(1);
  }
}
