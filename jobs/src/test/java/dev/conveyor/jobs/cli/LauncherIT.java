package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.cluster.Installation;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** Guarantees of the launcher and the application jar for all commands. */
@Tag("spark")
@Timeout(240)
class LauncherIT {
  private static final Path JAR = Installation.APPLICATION;

  @RegisterExtension static final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  private static Said conveyor(String... words) throws IOException, InterruptedException {
    try (Launched launched = Launched.conveyor(words)) {
      return Said.by(launched);
    }
  }

  @Test
  void startsWithoutBuildingWhereThereIsNothingToBuild() throws Exception {
    FileTime built = Files.getLastModifiedTime(JAR);
    Said version = conveyor("--version");
    assertThat(version.code()).isZero();
    assertThat(version.out())
        .matches("conveyor [0-9]\\S+, for Spark [34]\\.\\S+ and Scala 2\\.1[23]\n");
    assertThat(version.err()).isEmpty();
    assertThat(Files.getLastModifiedTime(JAR)).isEqualTo(built);
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue --help", "stream --help", "batch --help"})
  void findsClassesThatTheBuildHasKept(String words) throws Exception {
    Path loaded = folder.resolve("loaded");
    Map<String, String> options =
        Map.of("CONVEYOR_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded);
    try (Launched conveyor = Launched.conveyor(options, words.split(" "))) {
      assertThat(conveyor.exitCode()).as(conveyor.err()).isZero();
    }
    assertThat(loaded).content().contains("source: shared objects file (top)");
  }

  /** A JVM would crash on a class of Log4j that its jar has for Java 9 only. */
  @ParameterizedTest
  @ValueSource(strings = {"CONVEYOR_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"})
  void startsWithARecording(String variable) throws Exception {
    Path recording = folder.resolve("recording.jfr");
    String option = "-XX:StartFlightRecording=settings=profile,filename=" + recording;
    try (Launched stream = Launched.conveyor(Map.of(variable, option), "stream", "--help")) {
      assertThat(stream.exitCode()).as(stream.err()).isZero();
    }
    assertThat(recording).isNotEmptyFile();
  }

  /** Where the launcher cannot see them. */
  @ParameterizedTest
  @CsvSource({
    "CONVEYOR_JAVA_OPTIONS, @",
    "JDK_JAVA_OPTIONS, @",
    "CONVEYOR_JAVA_OPTIONS, -XX:VMOptionsFile="
  })
  void startsWithARecordingInAFileOfOptions(String variable, String prefix) throws Exception {
    Path recording = folder.resolve("recording.jfr");
    Path options = folder.resolve("options");
    Files.writeString(options, "-XX:StartFlightRecording=filename=" + recording);
    try (Launched batch =
        Launched.conveyor(Map.of(variable, prefix + options), "batch", "--help")) {
      assertThat(batch.exitCode()).as(batch.err()).isZero();
    }
    assertThat(recording).isNotEmptyFile();
  }

  /** A JVM would crash on the first one, since the header of it is whole. */
  @ParameterizedTest
  @ValueSource(ints = {5_000_000, 1_000, 0})
  void startsWhereWhatTheBuildHasKeptWasCutOff(int length) throws Exception {
    Path copy = folder.resolve("a b ü");
    Path target = Launched.HOME.relativize(JAR.getParent());
    Path built = Files.createDirectories(copy.resolve(target));
    Files.createSymbolicLink(copy.resolve("data"), Launched.HOME.resolve("data"));
    Files.createDirectory(copy.resolve("scripts"));
    try (Stream<Path> scripts = Files.list(Launched.HOME.resolve("scripts"))) {
      for (Path script : scripts.filter(Files::isRegularFile).toList()) {
        Files.copy(script, copy.resolve("scripts").resolve(script.getFileName()));
      }
    }
    Files.copy(JAR, built.resolve(JAR.getFileName()));
    for (String name : List.of("engine.classpath", "short.jsa", "short.jsa.size")) {
      Files.copy(JAR.resolveSibling(name), built.resolve(name));
    }
    Path kept = built.resolve("short.jsa");
    byte[] whole = Files.readAllBytes(kept);
    Files.delete(kept);
    Files.write(kept, Arrays.copyOf(whole, length));
    Map<String, String> environment = Map.of("CONVEYOR_BUILDING", "1", "LC_ALL", "C");
    String launcher = copy.resolve("scripts/conveyor").toString();
    try (Launched launched = Launched.command(environment, launcher, "--version")) {
      assertThat(launched.exitCode()).as(launched.err()).isZero();
      assertThat(launched.out()).startsWith("conveyor ");
      assertThat(launched.err()).isEmpty();
    }
  }

  /** Of Picocli there is nothing to keep: its classes are for Java 5. */
  @ParameterizedTest
  @ValueSource(strings = {"queue ADDRESS", "feed lines POEM --to ADDRESS"})
  void aShortCommandLoadsNearlyAllOfItsClassesFromWhatTheBuildHasKept(String words)
      throws Exception {
    Path loaded = folder.resolve("loaded");
    Map<String, String> options =
        Map.of("CONVEYOR_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded);
    String command =
        words
            .replace("POEM", Launched.HOME.resolve("data/mammoth.txt").toString())
            .replace("ADDRESS", redis.list("lines"));
    try (Launched conveyor = Launched.conveyor(options, command.split(" "))) {
      assertThat(conveyor.exitCode()).as(conveyor.err()).isZero();
    }
    List<String> classes =
        Files.readAllLines(loaded).stream()
            .filter(line -> line.matches(".*\\] (dev\\.conveyor|org\\.apache)\\..*"))
            .filter(line -> !line.contains(".picocli."))
            .toList();
    long kept = classes.stream().filter(line -> line.contains("shared objects file")).count();
    assertThat(kept).as("of %s", classes.size()).isGreaterThan(classes.size() * 95L / 100);
    assertThat(classes).hasSizeGreaterThan(500).noneMatch(line -> line.contains("hadoop"));
  }

  /** A run has files, so this is no short command; neither is one with a transport of a user's. */
  @Test
  void loadsHadoopForACommandThatMayNeedIt() throws Exception {
    String checkpoint = folder.resolve("none").toString();
    String[] drop = {"queue", redis.list("lines"), "--drop-run", "r-1", "--checkpoint", checkpoint};
    Said said = conveyor(drop);
    assertThat(said.code()).as(said.err()).isEqualTo(1);
    assertThat(said.err()).startsWith("cannot ").doesNotContain("NoClassDefFoundError");
    String option = "-XshowSettings:properties";
    Map<String, String> jars =
        Map.of("CONVEYOR_JARS", JAR.toString(), "CONVEYOR_JAVA_OPTIONS", option);
    try (Launched version = Launched.conveyor(jars, "--version")) {
      assertThat(version.exitCode()).isZero();
      assertThat(version.err()).contains("spark-core_");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue", "stream", "batch --engine hadoop"})
  void handsOptionsToTheJvm(String command) throws Exception {
    String[] words = command.split(" ");
    try (Launched launched =
        Launched.conveyor(Map.of("CONVEYOR_JAVA_OPTIONS", "-Xmx8m -Xms9m"), words)) {
      Said said = Said.by(launched);
      assertThat(said.code()).isEqualTo(1);
      assertThat(said.out()).contains("Initial heap size set to a larger value than the maximum");
    }
  }

  /** Those that run on Spark go through {@code spark-submit}'s own reading of the words. */
  @ParameterizedTest
  @ValueSource(strings = {"", "feed lines", "demo", "stream", "batch"})
  void helpsOnStandardOutput(String command) throws Exception {
    Said help = conveyor((command + " --help").strip().split(" "));
    assertThat(help.code()).as(help.err()).isZero();
    assertThat(help.out()).startsWith(("Usage: conveyor " + command).strip());
    assertThat(help.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"feed", "feed poem", "feed chocolates", "generate-completion"})
  void helpsOnEveryOtherCommandToo(String command) {
    Said help = Said.by((command + " --help").split(" "));
    assertThat(help.code()).as(help.err()).isZero();
    assertThat(help.out()).startsWith("Usage: conveyor " + command);
    assertThat(help.err()).isEmpty();
  }

  @Test
  void completesInTheShell() throws Exception {
    Said script = conveyor("generate-completion");
    assertThat(script.code()).isZero();
    Path file = Files.writeString(folder.resolve("completion"), script.out());
    try (Launched bash = Launched.command("bash", "-n", file.toString())) {
      assertThat(bash.exitCode()).as(bash.err()).isZero();
    }
    assertThat(script.out()).contains("--until-quit", "chocolates");
  }

  /** Started by hand, with nothing beside it but the logging interface that every engine brings. */
  @Test
  void linksNoEngineBeforeOneIsChosen() throws Exception {
    Path slf4j = Path.of(Logger.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    for (List<String> words :
        List.of(List.of("--help"), List.of("batch", "--help"), List.of("stream", "--help"))) {
      List<String> command =
          Stream.concat(
                  Stream.of(java, "-cp", JAR + ":" + slf4j, "dev.conveyor.jobs.cli.Main"),
                  words.stream())
              .toList();
      try (Launched main = Launched.command(command.toArray(String[]::new))) {
        assertThat(main.exitCode()).as("%s", main).isZero();
        assertThat(main.out()).isNotEmpty();
      }
    }
  }

  @Test
  void carriesNoClassThatCouldMeetOneOfAnEngine() throws IOException {
    List<String> files;
    try (JarFile jar = new JarFile(JAR.toFile())) {
      files = jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
    }
    assertThat(files)
        .as("whatever is not ours or relocated to us")
        .filteredOn(name -> !name.startsWith("dev/conveyor/"))
        .allMatch(name -> name.matches("META-INF/.*|redis-server-[^/]*"))
        .noneMatch(name -> name.matches(".*\\.(class|SF|RSA)"));
    assertThat(files)
        .filteredOn(name -> name.startsWith("META-INF/services/"))
        .filteredOn(name -> !name.startsWith("META-INF/services/dev.conveyor."))
        .as("the data source, by which Spark finds format(\"conveyor\")")
        .containsExactly("META-INF/services/org.apache.spark.sql.sources.DataSourceRegister");
    assertThat(files).contains("META-INF/services/dev.conveyor.streaming.Transport");
    assertThat(files).anyMatch(name -> name.startsWith("redis-server-"));
  }
}
