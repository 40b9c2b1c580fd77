package dev.conveyor.jobs.kit;

import java.util.List;

/** A line of {@code work}: local time, message, how many remain. */
public record Handled(String time, String message, String remaining) {

  public static Handled of(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != 3 || !columns[0].matches("[0-2]\\d:[0-5]\\d:[0-5]\\d\\.\\d{3}")) {
      throw new AssertionError("no line of work: " + line);
    }
    return new Handled(columns[0], columns[1], columns[2]);
  }

  /** All whole lines of standard output. */
  public static List<Handled> by(Launched work) {
    String out = work.out();
    return out.substring(0, out.lastIndexOf('\n') + 1).lines().map(Handled::of).toList();
  }

  public static List<String> messages(List<Handled> lines) {
    return lines.stream().map(Handled::message).toList();
  }
}
