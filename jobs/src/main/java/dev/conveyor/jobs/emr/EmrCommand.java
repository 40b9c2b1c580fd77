package dev.conveyor.jobs.emr;

import java.util.List;

/**
 * A checked command of Conveyor to run on EMR.
 *
 * @param words the arguments of the application jar: the command's name, then its own arguments,
 *     without {@code --jars}
 * @param jars the user's jars that its {@code --jars} names
 */
public record EmrCommand(Kind kind, List<String> words, List<String> jars) {

  /** The way in which EMR runs a command. */
  public enum Kind {
    /** A batch as a Spark job. */
    BATCH,
    /** A batch as a MapReduce job. */
    HADOOP_BATCH,
    /** A stream whose addresses are all replayable. */
    STREAM,
    /** A stream with receivers, whose executors hold messages that cannot be read again. */
    RECEIVING_STREAM;

    /** Returns whether it is a stream, with receivers or without. */
    public boolean isStream() {
      return this == STREAM || this == RECEIVING_STREAM;
    }
  }

  public EmrCommand {
    words = List.copyOf(words);
    jars = List.copyOf(jars);
  }

  /** Returns the name of the run in EMR's console: the command and its first argument. */
  String title() {
    return "conveyor " + words.get(0) + " " + words.get(1);
  }
}
