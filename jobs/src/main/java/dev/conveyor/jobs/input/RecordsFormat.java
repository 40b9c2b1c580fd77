package dev.conveyor.jobs.input;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/**
 * The input format of MapReduce and Spark: records of the {@link InputFiles} in the configuration.
 * Records come in blocks, since a call for each record costs more than counting it.
 *
 * <p>A split has 64 MiB, or {@code mapreduce.input.fileinputformat.split.maxsize}.
 */
public final class RecordsFormat extends InputFormat<NullWritable, RecordBlock> {
  private static final String SIZE = "mapreduce.input.fileinputformat.split.maxsize";
  private static final long USUAL_SIZE = 64 << 20;

  @Override
  public List<InputSplit> getSplits(JobContext context) throws IOException {
    Configuration configuration = context.getConfiguration();
    List<FileStatus> files = TextFiles.find(InputFiles.read(configuration).paths(), configuration);
    long size = Math.max(1, configuration.getLong(SIZE, USUAL_SIZE));
    return List.copyOf(TextSplits.of(files, size, configuration));
  }

  @Override
  public RecordReader<NullWritable, RecordBlock> createRecordReader(
      InputSplit split, TaskAttemptContext context) {
    return new RecordsReader();
  }
}
