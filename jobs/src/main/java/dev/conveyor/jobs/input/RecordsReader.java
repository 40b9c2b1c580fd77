package dev.conveyor.jobs.input;

import java.io.IOException;
import java.util.Iterator;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/** Reads the slices of a split one after another. */
final class RecordsReader extends RecordReader<NullWritable, RecordBlock> {
  private TextInput input;
  private Iterator<TextSlice> slices;
  private TextSlice slice;
  private TextReader reader;
  private long total;
  private long done;

  @Override
  public void initialize(InputSplit split, TaskAttemptContext context) {
    input =
        new TextInput(
            context.getConfiguration(),
            InputFiles.read(context.getConfiguration()).maxRecordBytes());
    TextSplit text = (TextSplit) split;
    slices = text.slices().iterator();
    total = text.getLength();
  }

  @Override
  public boolean nextKeyValue() throws IOException {
    while (reader == null || !reader.next()) {
      close();
      if (!slices.hasNext()) {
        return false;
      }
      slice = slices.next();
      reader = input.open(slice);
    }
    return true;
  }

  @Override
  public NullWritable getCurrentKey() {
    return NullWritable.get();
  }

  @Override
  public RecordBlock getCurrentValue() {
    return reader;
  }

  @Override
  public float getProgress() {
    long here = reader == null ? 0 : reader.done();
    return total == 0 ? 1 : Math.min(1, (float) (done + here) / total);
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
      reader = null;
      done += 1 + slice.length();
    }
  }
}
