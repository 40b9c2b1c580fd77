package dev.conveyor.bench;

import java.io.IOException;
import java.util.Locale;
import java.util.StringTokenizer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.Reducer;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;

/**
 * Hadoop's WordCount example, with one change that makes its result the same as ours: a line is
 * divided at all that is no letter, in lower case, in place of at white space.
 */
public final class HadoopCount {
  private static final String BETWEEN = between();

  private HadoopCount() {}

  private static String between() {
    StringBuilder others = new StringBuilder();
    for (char c = 0; c < 128; c++) {
      if (c < 'a' || c > 'z') {
        others.append(c);
      }
    }
    return others.toString();
  }

  /** As in the example. */
  public static final class TokenizerMapper extends Mapper<Object, Text, Text, IntWritable> {
    private static final IntWritable ONE = new IntWritable(1);
    private final Text word = new Text();

    @Override
    public void map(Object key, Text value, Context context)
        throws IOException, InterruptedException {
      StringTokenizer words =
          new StringTokenizer(value.toString().toLowerCase(Locale.ROOT), BETWEEN);
      while (words.hasMoreTokens()) {
        word.set(words.nextToken());
        context.write(word, ONE);
      }
    }
  }

  /** As in the example. */
  public static final class IntSumReducer extends Reducer<Text, IntWritable, Text, IntWritable> {
    private final IntWritable result = new IntWritable();

    @Override
    public void reduce(Text key, Iterable<IntWritable> values, Context context)
        throws IOException, InterruptedException {
      int sum = 0;
      for (IntWritable value : values) {
        sum += value.get();
      }
      result.set(sum);
      context.write(key, result);
    }
  }

  public static void main(String[] arguments) throws Exception {
    Job job = Job.getInstance(new Configuration(), "word count");
    job.setJarByClass(HadoopCount.class);
    job.setMapperClass(TokenizerMapper.class);
    job.setCombinerClass(IntSumReducer.class);
    job.setReducerClass(IntSumReducer.class);
    job.setOutputKeyClass(Text.class);
    job.setOutputValueClass(IntWritable.class);
    FileInputFormat.addInputPath(job, new Path(arguments[0]));
    FileOutputFormat.setOutputPath(job, new Path(arguments[1]));
    System.exit(job.waitForCompletion(true) ? 0 : 1);
  }
}
