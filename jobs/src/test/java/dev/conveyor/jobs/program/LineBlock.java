package dev.conveyor.jobs.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.input.RecordVisitor;
import java.util.Iterator;
import java.util.List;

/** One block of these lines. */
record LineBlock(List<String> lines) implements RecordBlock {
  @Override
  public String source() {
    return "lines";
  }

  @Override
  public void read(RecordVisitor visitor) {
    for (String line : lines) {
      byte[] bytes = line.getBytes(UTF_8);
      if (line.startsWith("dead")) {
        visitor.visitDead("too long", bytes, 0, 4, bytes.length);
      } else {
        visitor.visit(bytes, 0, bytes.length);
      }
    }
  }

  /** Returns that block, then the others. */
  static Iterator<RecordBlock> before(RecordBlock block, Iterator<RecordBlock> others) {
    return new Iterator<>() {
      private boolean isTaken;

      @Override
      public boolean hasNext() {
        return !isTaken || others.hasNext();
      }

      @Override
      public RecordBlock next() {
        if (isTaken) {
          return others.next();
        }
        isTaken = true;
        return block;
      }
    };
  }
}
