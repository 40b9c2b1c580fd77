package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.program.PrintedLines;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.streaming.PipeMapRed;
import org.apache.hadoop.streaming.io.OutputReader;

/**
 * Reads the output of a program, many lines at once, by the line rule of every engine. Belongs to
 * the thread on which Hadoop Streaming reads.
 */
public final class PrintedReader extends OutputReader<RecordBlock, NullWritable> {
  private static final String SOURCE = "conveyor.program.name";
  private static final String LONGEST = "conveyor.program.longest";

  private PrintedLines lines;
  private RecordBlock block;

  /** Sets the program's name, and the limit on a line in bytes. */
  static void configure(Configuration job, String source, int longest) {
    job.set(SOURCE, source);
    job.setInt(LONGEST, longest);
  }

  @Override
  public void initialize(PipeMapRed program) throws IOException {
    super.initialize(program);
    Configuration job = program.getConfiguration();
    lines =
        new PrintedLines(
            (InputStream) program.getClientInput(),
            job.getRaw(SOURCE),
            job.getInt(LONGEST, Integer.MAX_VALUE));
  }

  @Override
  public boolean readKeyValue() throws IOException {
    if (!lines.hasNext()) {
      return false;
    }
    block = lines.next();
    return true;
  }

  @Override
  public RecordBlock getCurrentKey() {
    return block;
  }

  @Override
  public NullWritable getCurrentValue() {
    return NullWritable.get();
  }

  /** Returns an empty text, since a program's output does not belong in logs. */
  @Override
  public String getLastOutput() {
    return "";
  }
}
