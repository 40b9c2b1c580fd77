package dev.conveyor.jobs.spark;

import dev.conveyor.jobs.files.UserJars;
import dev.conveyor.jobs.output.ResultFormat;
import dev.conveyor.jobs.pipeline.ResultPart;
import dev.conveyor.jobs.plan.BatchConfiguration;
import dev.conveyor.jobs.plan.BatchContext;
import dev.conveyor.streaming.spark.ApplicationName;
import dev.conveyor.streaming.spark.ExecutorLocale;
import dev.conveyor.streaming.spark.FatalTaskErrors;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.OutputFormat;
import org.apache.spark.SparkConf;

/** The settings of Spark and Hadoop for one batch. */
record SparkSettings(BatchContext batch) {
  private static final String JARS = "spark.jars";

  /** The setting in which Hadoop's parser of options leaves {@code -libjars}. */
  private static final String OWN_JARS = "tmpjars";

  /** The setting in which it leaves {@code -files}. */
  private static final String OWN_FILES = "tmpfiles";

  /** Returns the settings of Spark: those of its user, and what a batch needs. */
  SparkConf spark() {
    SparkConf conf =
        new SparkConf()
            .setIfMissing("spark.master", "local[*]")
            .setIfMissing("spark.ui.showConsoleProgress", "false");
    FatalTaskErrors.failTasks(conf);
    ExecutorLocale.give(conf);
    ApplicationName.give(conf, "conveyor batch " + batch.plan().job());
    String jars = batch.configuration().get(OWN_JARS, "");
    if (!jars.isEmpty()) {
      List<String> own = Arrays.stream(jars.split(",")).map(SparkSettings::location).toList();
      conf.set(JARS, UserJars.added(conf.get(JARS, ""), own));
    }
    String files = batch.configuration().get(OWN_FILES, "");
    if (!files.isEmpty()) {
      String others = conf.get(TaskSettings.FILES, "");
      conf.set(TaskSettings.FILES, others.isEmpty() ? files : others + "," + files);
    }
    return conf;
  }

  /** Returns the path of a local jar, or a URI: Hadoop's text of a path is neither. */
  private static String location(String jar) {
    URI uri = new Path(jar).toUri();
    return "file".equals(uri.getScheme()) ? uri.getPath() : uri.toString();
  }

  /** Returns the settings by which tasks read the plan and write the result. */
  Configuration hadoop() {
    Configuration output = new Configuration(batch.configuration());
    new BatchConfiguration(output).write(batch.plan());
    ResultFormat.writeInto(batch, output);
    // S3A's committers in the driver find by this id what their tasks have written.
    output.setIfUnset("fs.s3a.committer.uuid", UUID.randomUUID().toString());
    // The batch writes _SUCCESS in the output, not in the draft.
    output.setBoolean("mapreduce.fileoutputcommitter.marksuccessfuljobs", false);
    output.setClass(MRJobConfig.OUTPUT_FORMAT_CLASS_ATTR, ResultFormat.class, OutputFormat.class);
    output.setClass(MRJobConfig.OUTPUT_KEY_CLASS, NullWritable.class, Object.class);
    output.setClass(MRJobConfig.OUTPUT_VALUE_CLASS, ResultPart.class, Object.class);
    return output;
  }
}
