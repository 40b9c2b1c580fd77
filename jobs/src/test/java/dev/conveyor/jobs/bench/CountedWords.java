package dev.conveyor.jobs.bench;

import java.io.IOException;

/**
 * The line that a program of {@code jobs/bench} prints when it has counted the words of messages.
 *
 * @param messages counted
 * @param seconds from the start of its first batch that held a message to the end of its last
 * @param querySeconds from the start of its query to the end of that batch
 * @param digest of the totals of all words
 */
record CountedWords(
    MeasuredCommand.Run run, long messages, double seconds, double querySeconds, String digest) {
  /** Runs a program, reads its line and deletes what it has left. */
  static CountedWords by(MeasuredCommand program) throws IOException, InterruptedException {
    MeasuredCommand.Run run = program.run();
    String line = StreamSides.lastLine(run);
    Workspace.delete(run.folder());
    return of(run, line);
  }

  /**
   * Reads a line.
   *
   * @throws IOException if that is none of such a program
   */
  static CountedWords of(MeasuredCommand.Run run, String line) throws IOException {
    String[] said = line.split(" ", -1);
    try {
      if (said.length == 4) {
        double seconds = Double.parseDouble(said[1]);
        double querySeconds = Double.parseDouble(said[2]);
        return new CountedWords(run, Long.parseLong(said[0]), seconds, querySeconds, said[3]);
      }
    } catch (NumberFormatException e) {
      // The same as a line with more or fewer words.
    }
    throw new IOException("cannot read the result '" + line + "'; the program prints another line");
  }

  /** Totals are compared only if it has counted all messages. */
  Measurement measurement(StreamSides.Load load) {
    String totals = messages == load.count() ? digest : "";
    Measurement measured = StreamSides.measurement(run, messages, seconds, totals);
    measured.figures().put("query seconds", querySeconds);
    return measured;
  }
}
