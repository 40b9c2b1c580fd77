package dev.conveyor.jobs.program;

import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.pipeline.MapSide;
import java.io.IOException;

/**
 * The map side of a program: its records are those that the program was given, whatever it prints.
 *
 * @param side maps what the program prints
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

  /** Ends the program, if it has not ended by itself. */
  @Override
  public void close() throws IOException {
    lines.close();
  }
}
