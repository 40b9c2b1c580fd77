package dev.conveyor.jobs.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * The surroundings of all rows: the checkout, the work folder with its corpora, and the processes.
 * {@code tmp} below the work folder is deleted at the end.
 */
record Workspace(Path home, Path folder, Size size, long seed, Children children) {
  private static final String OWN = "dev.conveyor.bench.";
  private static final int ATTEMPTS = 1_000;

  /** A new folder for one measurement. */
  Path temporary() throws IOException {
    return children.folder(folder.resolve("tmp"), "run-");
  }

  /** Returns the file of a corpus of a share of this many bytes, which it makes on first use. */
  Path corpus(CorpusKind kind, long fullBytes) throws IOException {
    return new Corpus(kind, size.of(fullBytes), seed).in(folder.resolve("corpora"));
  }

  /** A few lines, to measure the start-up with. */
  Path start() throws IOException {
    return new Corpus(new NaturalText(), 100, seed).in(folder.resolve("corpora"));
  }

  MeasuredCommand command(List<String> words) {
    return new MeasuredCommand(this, Map.of(), words);
  }

  /** {@code scripts/conveyor} with options for its JVM; none if empty. */
  MeasuredCommand conveyor(String javaOptions, String... words) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("scripts/conveyor").toString());
    command.addAll(List.of(words));
    Map<String, String> environment =
        javaOptions.isEmpty() ? Map.of() : Map.of("CONVEYOR_JAVA_OPTIONS", javaOptions);
    return new MeasuredCommand(this, environment, command);
  }

  /** A program of {@code jobs/bench} that needs only the JDK. */
  MeasuredCommand bare(String program, String... words) throws IOException {
    return java(List.of(), home.resolve("jobs/bench/target/classes").toString(), program, words);
  }

  /** A program of {@code jobs/bench} on the class path of Spark and Hadoop, with its libraries. */
  MeasuredCommand onEngine(String program, String... words) throws IOException {
    Path libraries = home.resolve("jobs/bench/target/bench.classpath");
    return onEngine(Files.readString(libraries).strip(), program, words);
  }

  /** The same with our library in place of its own. */
  MeasuredCommand withConveyor(String program, String... words) throws IOException {
    return onEngine(home.resolve("jobs/target/conveyor-jobs.jar").toString(), program, words);
  }

  private MeasuredCommand onEngine(String libraries, String program, String... words)
      throws IOException {
    List<String> options = new ArrayList<>();
    options.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ", -1)));
    options.add("-Dlog4j2.configurationFile=" + home.resolve("scripts/log4j2.properties"));
    options.add("-Dspark.master=local[*]");
    String classes = home.resolve("jobs/bench/target/classes").toString();
    String engine = Files.readString(home.resolve("jobs/target/engine.classpath")).strip();
    String classPath = String.join(File.pathSeparator, classes, engine, libraries);
    return java(options, classPath, program, words);
  }

  /** A program beside these classes. */
  MeasuredCommand besideTests(String program, String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Workspace.class.getPackageName() + "." + program);
    command.addAll(List.of(words));
    return command(command);
  }

  private MeasuredCommand java(
      List<String> options, String classPath, String program, String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, OWN + program));
    command.addAll(List.of(words));
    return command(command);
  }

  /** Lines of a file of any bytes. */
  static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of();
  }

  /** Deletes a folder, into which a process that was killed may still have written. */
  static void delete(Path folder) {
    for (int attempts = 0; attempts < ATTEMPTS && Files.exists(folder); attempts++) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      } catch (IOException | UncheckedIOException e) {
        // A file was gone before it was visited; the next attempt does not find it.
      }
    }
  }
}
