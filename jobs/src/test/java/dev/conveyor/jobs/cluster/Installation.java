package dev.conveyor.jobs.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A user's installation, as a folder of jars: links to what Maven resolved. Neither holds anything
 * of ours or what only we bring; that is in the application jar.
 */
public final class Installation {
  /** The repository, as Maven names it to tests: by a link where its path is odd. */
  public static final Path HOME = home();

  /** The folder that Maven builds this build variant in. */
  public static final Path TARGET =
      HOME.resolve("jobs").resolve(System.getProperty("build.folder", "target"));

  /** The parts that a user adds to an installation. */
  public static final Path APPLICATION = TARGET.resolve("conveyor-jobs.jar");

  /** Of the minicluster's jars those that an installation has too, beside what its clients need. */
  private static final Pattern SERVERS =
      Pattern.compile(
          "(hadoop|guice|aopalliance|javax|jersey|jetty|jaxb|istack|txw2|stax|bcpkix|bcutil)[.-].*"
              + "(?<!-tests)\\.jar");

  private Installation() {}

  private static Path home() {
    Path folder = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    while (!Files.isExecutable(folder.resolve("scripts/conveyor"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /** Spark, and the Hadoop that it brings. */
  public static Path spark(Path folder) throws IOException {
    return link(engine(), folder);
  }

  /** The same with its {@code bin/spark-submit}, as {@code SPARK_HOME} names it. */
  public static Path sparkHome(Path folder) throws IOException {
    spark(folder.resolve("jars"));
    return script(
        folder, "spark-submit", "exec \"${java[@]}\" org.apache.spark.deploy.SparkSubmit \"$@\"");
  }

  /** Hadoop with its {@code bin/hadoop}, as {@code HADOOP_HOME} names it. */
  public static Path hadoopHome(Path folder) throws IOException {
    hadoop(folder.resolve("jars"));
    return script(
        folder,
        "hadoop",
        """
        case $1 in
          jar) exec "${java[@]}" org.apache.hadoop.util.RunJar "${@:2}" ;;
          classpath) echo "$jars" ;;
        esac""");
  }

  /** The JVM with the jars is {@code "${java[@]}"}. */
  private static Path script(Path home, String name, String lines) throws IOException {
    Path file = Files.createDirectories(home.resolve("bin")).resolve(name);
    String start =
        String.format(
            Locale.ROOT,
            """
        #!/usr/bin/env bash
        export SPARK_LOCAL_IP=127.0.0.1
        jars='%s/*'
        java=('%s' %s -cp '%s/*')
        set -o noglob
        """,
            home.resolve("jars"),
            HadoopCluster.java(),
            System.getProperty("engine.options"),
            home.resolve("jars"));
    Files.writeString(file, start + lines + "\n");
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("not executable: " + file);
    }
    return home;
  }

  /** Hadoop alone, so that a class of Spark or Scala is missed; with the servers' classes. */
  public static Path hadoop(Path folder) throws IOException {
    return link(
        Stream.concat(
            engine().filter(jar -> !name(jar).matches("(spark|scala)-.*")),
            tested().filter(jar -> SERVERS.matcher(name(jar)).matches())),
        folder);
  }

  /** Returns the jars from which the launcher starts engines. */
  private static Stream<Path> engine() throws IOException {
    return paths(Files.readString(TARGET.resolve("engine.classpath")).strip());
  }

  private static Stream<Path> tested() {
    return paths(System.getProperty("java.class.path"));
  }

  private static Stream<Path> paths(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator, -1)).map(Path::of);
  }

  private static String name(Path jar) {
    return jar.getFileName().toString();
  }

  private static Path link(Stream<Path> jars, Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Path> each = jars.distinct().toList();
    for (Path jar : each) {
      Files.createSymbolicLink(folder.resolve(jar.getFileName()), jar);
    }
    return folder;
  }
}
