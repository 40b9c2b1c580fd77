package dev.conveyor.jobs.bench;

import java.util.ArrayList;
import java.util.List;

/** All rows, in the order of the table. */
final class Rows {
  private Rows() {}

  static List<Row> all(Workspace workspace) {
    List<Row> rows = new ArrayList<>();
    rows.addAll(new BatchRows(workspace).rows());
    StreamSides sides = new StreamSides(workspace);
    rows.addAll(new StreamRows(workspace, sides).rows());
    rows.addAll(new StructuredRows(workspace, sides).rows());
    rows.addAll(new MessageRows(workspace, sides).rows());
    return List.copyOf(rows);
  }
}
