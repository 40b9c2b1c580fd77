package dev.conveyor.jobs.program;

import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.pipeline.MapSide;
import java.io.IOException;

/**
 * The map side of a program. It counts the records given to the program, not those printed.
 *
 * @param lines the output of the program
 * @param side maps that output
 */
record ProgramMapSide(PipedBlocks lines, MapSide side) implements MapSide {

  @Override
  public boolean advance() {
    return side.advance();
  }

  @Override
  public BatchCounts figures() {
    BatchCounts figures = side.figures();
    return BatchCounts.of(lines.given(), figures.pairs(), 0, figures.malformed(), figures.dead());
  }

  /** Kills the program, unless it has ended. */
  @Override
  public void close() throws IOException {
    try (lines) {
      side.close();
    }
  }
}
