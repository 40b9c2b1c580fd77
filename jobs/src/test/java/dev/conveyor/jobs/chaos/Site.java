package dev.conveyor.jobs.chaos;

import dev.conveyor.jobs.cluster.ObjectStore;
import dev.conveyor.jobs.cluster.PlainName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The place of one round: its Redis, its folder, its disk, its processes. */
final class Site implements AutoCloseable {
  private final Set<Need> needs;
  private final long seed;
  private final Path folder;
  private final Path out;
  private final Marks marks;
  private final Processes processes;
  private final RedisPair redis;
  private final Session session;
  private final SparkCluster cluster;
  private TcpProxy storeProxy;
  private final Disk disk;
  private Supervisor supervisor;
  private Feeders feeders;

  /**
   * @param session what it shares with other rounds
   * @param folder must exist and be empty
   */
  Site(Set<Need> needs, long seed, Session session, Path folder)
      throws IOException, InterruptedException {
    this.needs = needs;
    this.seed = seed;
    this.folder = folder;
    this.session = session;
    this.cluster = session.cluster(needs);
    this.marks = new Marks(Files.createDirectory(folder.resolve("marks")));
    this.out = Files.createDirectory(folder.resolve("disk"));
    this.processes = new Processes(Files.createDirectory(folder.resolve("logs")));
    this.redis = new RedisPair(needs, seed);
    this.disk = needs.contains(Need.SMALL_DISK) ? new Disk(out) : null;
  }

  long seed() {
    return seed;
  }

  /** For what is no result. */
  Path folder() {
    return folder;
  }

  /** For results. */
  Path out() {
    return out;
  }

  Marks marks() {
    return marks;
  }

  Processes processes() {
    return processes;
  }

  RedisPair redis() {
    return redis;
  }

  /** The object store, past the proxy. */
  ObjectStore store() throws IOException, InterruptedException {
    return session.store();
  }

  /** Between the object store and its clients. */
  synchronized TcpProxy storeProxy() throws IOException {
    if (storeProxy == null) {
      try {
        URI endpoint = URI.create(store().settings().get("fs.s3a.endpoint"));
        storeProxy = new TcpProxy(endpoint.getPort(), seed);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    return storeProxy;
  }

  Disk disk() {
    return disk;
  }

  Supervisor supervisor() {
    return supervisor;
  }

  Feeders feeders() {
    return feeders;
  }

  void begin(Supervisor started, Feeders feeding) {
    supervisor = started;
    feeders = feeding;
  }

  /** The file that tells the file system how slow it is. */
  Path slowness() {
    return folder.resolve("slowness");
  }

  /** The executors of the moment; empty if tasks run in the driver. */
  List<ProcessHandle> executors() {
    return cluster == null ? List.of() : cluster.executors();
  }

  /** The command and what it has started, without executors. */
  List<ProcessHandle> driver() {
    List<ProcessHandle> all = new ArrayList<>();
    ProcessHandle driver = supervisor.process();
    all.add(driver);
    driver.descendants().forEach(all::add);
    return all;
  }

  /** Returns the environment of a command. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put(Marks.VARIABLE, marks.folder().toString());
    environment.put(SlowFileSystem.VARIABLE, slowness().toString());
    return environment;
  }

  /** The same for one that runs Spark, with these settings besides. */
  Map<String, String> sparkEnvironment(Map<String, String> more) throws IOException {
    Map<String, String> settings = new TreeMap<>(more);
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.cores.max", "2");
    settings.put("spark.executor.cores", "1");
    settings.put("spark.executor.memory", needs.contains(Need.LITTLE_MEMORY) ? "512m" : "1g");
    settings.put("spark.executor.defaultJavaOptions", "-XX:+UseSerialGC");
    settings.put("spark.executorEnv." + Marks.VARIABLE, marks.folder().toString());
    settings.put("spark.executorEnv." + SlowFileSystem.VARIABLE, slowness().toString());
    settings.put(
        "spark.executor.extraJavaOptions", "-Dlog4j2.configurationFile=" + Home.quietLogging());
    // A round kills more executors than an application may lose in production.
    settings.put("spark.task.maxFailures", "8");
    if (needs.contains(Need.SPECULATION)) {
      speculate(settings);
    }
    Map<String, String> environment = environment();
    if (needs.contains(Need.SLOW_DISK)) {
      String classes = JobJar.unpackFileSystem(folder).toString();
      settings.put("spark.hadoop.fs.file.impl", SlowFileSystem.class.getName());
      settings.put("spark.hadoop.fs.AbstractFileSystem.file.impl", SlowFiles.class.getName());
      settings.put("spark.executor.extraClassPath", classes);
      // What the launcher puts on the class path of a driver.
      environment.put("HADOOP_CONF_DIR", classes);
    }
    // Several attempts a task: with a plain local[2], Spark gives it but one.
    String master = cluster == null ? "local[2,8]" : cluster.master();
    List<String> options = new ArrayList<>(List.of("--master", master));
    options.addAll(List.of("--jars", jobJar().toString()));
    settings.forEach((key, value) -> options.addAll(List.of("--conf", key + "=" + value)));
    environment.put("CONVEYOR_SUBMIT_OPTIONS", String.join(" ", options));
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    return environment;
  }

  /** The jar of the job that counts numbers. */
  Path jobJar() throws IOException {
    return JobJar.write(PlainName.of(folder));
  }

  /** As eagerly as Spark lets itself be set to. */
  private static void speculate(Map<String, String> settings) {
    settings.put("spark.speculation", "true");
    settings.put("spark.speculation.interval", "100ms");
    settings.put("spark.speculation.multiplier", "1.2");
    settings.put("spark.speculation.quantile", "0.3");
    settings.put("spark.speculation.minTaskRuntime", "500ms");
    settings.putIfAbsent("spark.speculation.task.duration.threshold", "500ms");
  }

  /** Ends all that the round has started. */
  @Override
  public void close() throws IOException {
    if (supervisor != null) {
      supervisor.close();
    }
    if (feeders != null) {
      feeders.close();
    }
    processes.close();
    redis.close();
    if (storeProxy != null) {
      storeProxy.close();
    }
    if (disk != null) {
      disk.close();
    }
  }
}
