package dev.conveyor.jobs.cluster;

import dev.conveyor.jobs.batch.BatchOutput;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.Said;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How users bring a jar to a cluster. */
public record OnYarn(HadoopCluster cluster) {

  /** From this JVM, with what {@code hadoop jar} would find in its jar and its settings. */
  public Said batch(String engine, String... words) {
    List<String> command = new ArrayList<>(List.of("batch"));
    command.addAll(List.of(words));
    command.addAll(List.of("--engine", engine, "--json"));
    command.addAll(List.of("-conf", cluster.configurationFolder() + "/mapred-site.xml"));
    command.addAll(List.of("-D", "mapreduce.job.jar=" + Installation.APPLICATION));
    return Said.by(command.toArray(String[]::new));
  }

  /** Returns the output of a batch on the cluster. */
  public BatchOutput output(String folder) throws IOException {
    return new BatchOutput(cluster.files(), new org.apache.hadoop.fs.Path(folder));
  }

  /** From an installation of Hadoop, which has no Spark. */
  public Launched hadoopJar(Path jar, String... words) throws IOException {
    return runJar(cluster.configurationFolder() + ":" + cluster.hadoopJars() + "/*", jar, words);
  }

  /** The same where no cluster is configured. */
  public Launched hadoopJarWithoutCluster(Path jar, String... words) throws IOException {
    return runJar(cluster.hadoopJars() + "/*", jar, words);
  }

  private static List<String> java() {
    List<String> command = new ArrayList<>(List.of(HadoopCluster.java()));
    command.addAll(List.of(System.getProperty("engine.options").split(" ")));
    return command;
  }

  private Launched runJar(String classPath, Path jar, String... words) throws IOException {
    List<String> command = java();
    command.addAll(List.of("-cp", classPath));
    command.addAll(List.of("org.apache.hadoop.util.RunJar", jar.toString()));
    command.addAll(List.of(words));
    return Launched.command(cluster.environment(), command.toArray(String[]::new));
  }

  /** From an installation of Spark, which the nodes have too. */
  public Launched sparkSubmit(List<String> options, List<String> words) throws IOException {
    String classPath = cluster.configurationFolder() + ":" + cluster.sparkJars() + "/*";
    List<String> command = java();
    command.addAll(List.of("-cp", classPath, "org.apache.spark.deploy.SparkSubmit"));
    command.addAll(options);
    command.addAll(List.of("--conf", "spark.yarn.jars=local:" + cluster.sparkJars() + "/*"));
    command.add(Installation.APPLICATION.toString());
    command.addAll(words);
    return Launched.command(cluster.environment(), command.toArray(String[]::new));
  }

  /** By the launcher, which has no installation. */
  public Launched conveyor(List<String> options, List<String> words) throws IOException {
    Map<String, String> environment = new TreeMap<>(cluster.environment());
    environment.put("CONVEYOR_SUBMIT_OPTIONS", String.join(" ", options));
    return Launched.conveyor(environment, words.toArray(String[]::new));
  }

  /** For {@code spark-submit}: small containers, all of them on loopback. */
  public static List<String> small() {
    List<String> options = new ArrayList<>(List.of("--master", "yarn", "--num-executors", "1"));
    options.addAll(List.of("--driver-memory", "640m", "--executor-memory", "640m"));
    for (String setting :
        List.of(
            "spark.ui.port=0",
            "spark.yarn.appMasterEnv.SPARK_LOCAL_IP=127.0.0.1",
            "spark.executorEnv.SPARK_LOCAL_IP=127.0.0.1")) {
      options.addAll(List.of("--conf", setting));
    }
    return options;
  }
}
