package dev.conveyor.jobs.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.mapreduce.v2.MiniMRYarnCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * The process of a {@link HadoopCluster}: starts the servers, writes site files for clients, and
 * ends when its standard input ends, which it does with the process at the other end.
 */
final class MiniHadoop {
  static final List<String> OPENS =
      Stream.of("lang", "lang.invoke", "lang.reflect", "io", "net", "nio", "util")
          .map(name -> "--add-opens=java.base/java." + name + "=ALL-UNNAMED")
          .toList();

  private static final int NODES = 2;
  private static final long CONNECT_MILLIS = 60_000;

  /** Of each pair of files that Hadoop reads, defaults and site, the later ones win. */
  private static final List<String> SITES =
      List.of("core-site.xml", "hdfs-site.xml", "mapred-site.xml", "yarn-site.xml");

  private MiniHadoop() {}

  static Path configuration(Path folder) {
    return folder.resolve("conf");
  }

  static Path jars(Path folder) {
    return folder.resolve("hadoop-jars");
  }

  /** Is there once the cluster is. */
  static Path ready(Path folder) {
    return folder.resolve("ready");
  }

  static Configuration read(Path configuration) {
    Configuration settings = new Configuration();
    settings.addResource(
        new org.apache.hadoop.fs.Path(configuration.resolve(SITES.get(0)).toUri()));
    return settings;
  }

  public static void main(String[] words) {
    try {
      serve(Path.of(words[0]));
    } catch (Exception e) {
      System.err.println(e);
    } finally {
      end();
    }
  }

  private static void serve(Path folder) throws Exception {
    Configuration servers = new YarnConfiguration();
    servers(folder).forEach(servers::set);
    MiniDFSCluster files =
        new MiniDFSCluster.Builder(servers, folder.resolve("hdfs").toFile())
            .numDataNodes(NODES)
            .build();
    MiniMRYarnCluster jobs = new MiniMRYarnCluster("yarn", NODES);
    files.waitActive();
    servers.set("fs.defaultFS", files.getFileSystem().getUri().toString());
    jobs.init(servers);
    jobs.start();
    if (!jobs.waitForNodeManagersToConnect(CONNECT_MILLIS)) {
      throw new IllegalStateException("cannot start YARN: its node managers do not come");
    }
    write(clients(folder, jobs.getConfig()), configuration(folder));
    Files.createFile(ready(folder));
    System.in.transferTo(OutputStream.nullOutputStream());
  }

  /**
   * Without stopping the servers: a node manager waits ten seconds for old logs, which go with the
   * folder.
   */
  private static void end() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    Runtime.getRuntime().halt(0);
  }

  private static Map<String, String> servers(Path folder) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("hadoop.tmp.dir", folder.resolve("tmp").toString());
    settings.put("dfs.replication", "1");
    // Tests split small files into many blocks.
    settings.put("dfs.namenode.fs-limits.min-block-size", "1");
    settings.put("yarn.app.mapreduce.am.staging-dir", "/staging");
    settings.put("yarn.scheduler.minimum-allocation-mb", "128");
    settings.put("yarn.nodemanager.vmem-check-enabled", "false");
    // A full disk of the machine is not the tests' concern.
    settings.put(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "99.9");
    settings.put("yarn.resourcemanager.nodemanagers.heartbeat-interval-ms", "100");
    // Several applications at a time, each with a master.
    settings.put("yarn.scheduler.capacity.maximum-am-resource-percent", "0.9");
    settings.put("yarn.scheduler.capacity.root.queues", "default");
    settings.put("yarn.scheduler.capacity.root.default.capacity", "100");
    return settings;
  }

  /** As an administrator would write them, and no more: what the servers hold besides is theirs. */
  private static Configuration clients(Path folder, Configuration servers) {
    Configuration settings = new Configuration(false);
    for (String name :
        List.of(
            "fs.defaultFS",
            "dfs.replication",
            "hadoop.tmp.dir",
            "yarn.resourcemanager.address",
            "yarn.resourcemanager.scheduler.address",
            "yarn.resourcemanager.webapp.address",
            "yarn.app.mapreduce.am.staging-dir",
            "yarn.scheduler.minimum-allocation-mb",
            "mapreduce.jobhistory.address",
            "mapreduce.jobhistory.webapp.address")) {
      settings.set(name, onLoopback(servers.get(name)));
    }
    String classPath = "$HADOOP_CONF_DIR," + jars(folder) + "/*";
    String options = "-Xmx384m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 " + String.join(" ", OPENS);
    settings.set("yarn.application.classpath", classPath);
    settings.set("mapreduce.application.classpath", classPath);
    settings.set("mapreduce.framework.name", "yarn");
    settings.set("yarn.app.mapreduce.am.resource.mb", "512");
    settings.set("yarn.app.mapreduce.am.command-opts", options);
    for (String task : List.of("map", "reduce")) {
      settings.set("mapreduce." + task + ".memory.mb", "512");
      settings.set("mapreduce." + task + ".java.opts", options);
    }
    settings.set("yarn.app.mapreduce.am.scheduler.heartbeat.interval-ms", "100");
    settings.set("mapreduce.client.completion.pollinterval", "200");
    settings.set("mapreduce.client.progressmonitor.pollinterval", "200");
    return settings;
  }

  /** To clients the machine's own name may be another address. */
  private static String onLoopback(String value) {
    String name = MiniYARNCluster.getHostname() + ":";
    return value.startsWith(name) ? "127.0.0.1:" + value.substring(name.length()) : value;
  }

  /** The same in each, so that no default of another file comes after it. */
  private static void write(Configuration settings, Path configuration) throws IOException {
    for (String site : SITES) {
      try (OutputStream out = Files.newOutputStream(configuration.resolve(site))) {
        settings.writeXml(out);
      }
    }
  }
}
