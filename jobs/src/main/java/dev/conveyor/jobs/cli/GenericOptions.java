package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.MisuseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** The generic options of Hadoop tools. {@link HadoopSettings} passes them to Hadoop's parser. */
final class GenericOptions {
  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "A setting of Hadoop or its file systems.")
  private List<String> settings = List.of();

  @Option(names = "-conf", paramLabel = "FILE", description = "Settings, as Hadoop's XML.")
  private List<String> files = List.of();

  @Option(names = "-fs", paramLabel = "URI", description = "The default file system.")
  private String fileSystem;

  @Option(names = "-jt", paramLabel = "HOST:PORT", description = "The resource manager, or local.")
  private String resourceManager;

  @Option(
      names = "-libjars",
      paramLabel = "JAR[,JAR…]",
      description = "The same as --jars, by Hadoop's name.")
  private List<String> jars = List.of();

  @Option(
      names = "-files",
      paramLabel = "FILE[,FILE…]",
      description = "Files for the working folder of tasks, and of the programs that they run.")
  private String taskFiles;

  @Option(
      names = "-archives",
      paramLabel = "FILE[,FILE…]",
      description = "Archives, unpacked there.")
  private String archives;

  /**
   * Returns the options as arguments for Hadoop's parser.
   *
   * @param userJars jars besides those of {@code -libjars}
   * @throws MisuseException if a {@code -D} has no key or value, or the engine is Spark and there
   *     are archives
   */
  List<String> words(Engine engine, List<String> userJars) {
    if (engine == Engine.SPARK && archives != null) {
      throw new MisuseException("cannot hand -archives to Spark; give --archives to spark-submit");
    }
    if (settings.stream().anyMatch(setting -> setting.indexOf('=') < 1)) {
      throw new MisuseException(
          "cannot set what follows -D: it has no key or no =; write KEY=VALUE");
    }
    List<String> words = new ArrayList<>();
    settings.forEach(setting -> words.addAll(List.of("-D", setting)));
    files.forEach(file -> words.addAll(List.of("-conf", file)));
    add(words, "-fs", fileSystem);
    add(words, "-jt", resourceManager);
    List<String> all = new ArrayList<>(jars);
    all.addAll(userJars);
    add(words, "-libjars", all.isEmpty() ? null : String.join(",", all));
    add(words, "-files", taskFiles);
    add(words, "-archives", archives);
    return words;
  }

  /** Returns the files that the options name: settings, jars, files and archives. */
  List<String> shippedFiles() {
    List<String> shipped = new ArrayList<>(files);
    jars.forEach(list -> shipped.addAll(List.of(list.split(",", -1))));
    for (String list : Arrays.asList(taskFiles, archives)) {
      if (list != null) {
        shipped.addAll(List.of(list.split(",", -1)));
      }
    }
    return shipped;
  }

  private static void add(List<String> words, String option, String value) {
    if (value != null) {
      words.add(option);
      words.add(value);
    }
  }
}
