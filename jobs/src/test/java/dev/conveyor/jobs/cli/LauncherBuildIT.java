package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a small checkout, where scripts stand for Maven and Java. */
@Timeout(240)
class LauncherBuildIT {
  private static final String JOB = "jobs/src/main/java/Job.java";
  private static final String MESSAGE = "streaming/src/main/java/Message.java";
  private static final String JAR = "jobs/target/conveyor-jobs.jar";

  /** Builds a jar, and tells with what it was called. */
  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      echo "JAVA_HOME=$JAVA_HOME $*" >>"$CALLS"
      mkdir -p jobs/target && echo "$0" >jobs/target/engine.classpath && date +%N >jobs/target/conveyor-jobs.jar
      """;

  /** Replaces the jar, and then never ends, nor does its child. */
  private static final String ENDLESS_MAVEN =
      MAVEN
          + """
          sleep 1000 &
          echo "child $!" >&2
          wait
          """;

  /** Builds a jar once it may. */
  private static final String PATIENT_MAVEN =
      "#!/usr/bin/env bash\nuntil [[ -e $CALLS.go ]]; do read -rt 0.1 <> <(:) || :; done\n" + MAVEN;

  @TempDir Path folder;

  @BeforeEach
  void checkOut() throws Exception {
    for (String script : List.of("conveyor", "environment.sh", "spark-variant.sh")) {
      Path copy = Files.createDirectories(folder.resolve("scripts")).resolve(script);
      Files.copy(Launched.HOME.resolve("scripts").resolve(script), copy);
    }
    for (String file :
        List.of("pom.xml", "LICENSE", "data/mammoth.txt", "streaming/pom.xml", "jobs/pom.xml")) {
      write(file, "");
    }
    write(JOB, "one");
    write(MESSAGE, "one");
    maven(MAVEN);
    jdk("jdk", "17.0.1");
  }

  private void write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private void executable(String file, String content) throws IOException {
    write(file, content);
    assertThat(folder.resolve(file).toFile().setExecutable(true)).isTrue();
  }

  private void maven(String script) throws IOException {
    executable("path/mvn", script.replace("mkdir", "cd '" + folder + "'; mkdir"));
  }

  private void jdk(String name, String version) throws IOException {
    write(name + "/release", "JAVA_VERSION=\"" + version + "\"\n");
    executable(name + "/bin/java", "#!/bin/sh\necho started by " + name + "\n");
    executable(name + "/bin/javac", "");
  }

  private Map<String, String> environment(String jdk) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", folder.resolve("path") + ":" + System.getenv("PATH"));
    environment.put("JAVA_HOME", folder.resolve(jdk).toString());
    environment.put("CALLS", folder.resolve("calls").toString());
    return environment;
  }

  private Launched launch(Map<String, String> environment) throws IOException {
    return Launched.command(environment, folder.resolve("scripts/conveyor").toString(), "--help");
  }

  private Said start(Map<String, String> environment) throws Exception {
    try (Launched launched = launch(environment)) {
      return Said.by(launched);
    }
  }

  private String errorsOfStart() throws Exception {
    Said said = start(environment("jdk"));
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).isEqualTo("started by jdk\n");
    return said.err();
  }

  private List<String> calls() throws IOException {
    Path calls = folder.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  @Test
  void buildsOnFirstUseAndThenOnlyWhatHasChanged() throws Exception {
    assertThat(errorsOfStart()).startsWith("building Conveyor (on first use ").hasLineCount(1);
    assertThat(errorsOfStart()).isEmpty();
    write(JOB, "two");
    assertThat(errorsOfStart()).isEqualTo("building conveyor-jobs: Job.java has changed …\n");
    write(MESSAGE, "two");
    assertThat(errorsOfStart())
        .isEqualTo("building conveyor-streaming and conveyor-jobs: Message.java has changed …\n");
    write(JOB.replace("Job", "Other"), "");
    Files.delete(folder.resolve(JOB));
    assertThat(errorsOfStart())
        .isEqualTo("building conveyor-jobs: Job.java and 1 more have changed …\n");
    assertThat(errorsOfStart()).isEmpty();
    assertThat(calls()).hasSize(4);
  }

  @Test
  void buildsOnceForCommandsThatStartTogether() throws Exception {
    maven(PATIENT_MAVEN);
    try (Launched first = launch(environment("jdk"))) {
      first.awaitErr("building ");
      try (Launched second = launch(environment("jdk"))) {
        second.awaitErr("waiting for another command that builds Conveyor");
        Files.createFile(folder.resolve("calls.go"));
        for (Launched each : List.of(first, second)) {
          assertThat(each.exitCode()).as(each.err()).isZero();
          assertThat(each.out()).isEqualTo("started by jdk\n");
        }
      }
    }
    assertThat(calls()).hasSize(1);
  }

  /** As {@code git checkout} leaves it, back and forth; and what is no part of the jar. */
  @Test
  void buildsNothingWhereNoContentOfTheJarHasChanged() throws Exception {
    errorsOfStart();
    FileTime later = FileTime.from(Instant.now().plusSeconds(5));
    Files.setLastModifiedTime(folder.resolve(JOB), later);
    assertThat(errorsOfStart()).isEmpty();
    write("jobs/src/test/java/JobTest.java", "");
    write("jobs/docs/jobs.md", "");
    write("README.md", "");
    assertThat(errorsOfStart()).isEmpty();
    assertThat(calls()).hasSize(1);
  }

  @Test
  void buildsAgainAfterABuildThatFailed() throws Exception {
    maven(MAVEN + "exit 1\n");
    start(environment("jdk")).isFailure("cannot build Conveyor: Maven failed");
    assertThat(folder.resolve(JAR)).exists();
    maven(MAVEN);
    assertThat(errorsOfStart()).startsWith("building ");
    assertThat(errorsOfStart()).isEmpty();
  }

  @Test
  void endsABuildWithCtrlC() throws Exception {
    for (Map.Entry<String, Integer> signal : Map.of("INT", 130, "TERM", 143).entrySet()) {
      write(JOB, signal.getKey());
      maven(ENDLESS_MAVEN);
      try (Launched launched = launch(environment("jdk"))) {
        String child = launched.awaitErr("child ").replace("child ", "");
        List<ProcessHandle> processes = launched.descendants();
        launched.interrupt(signal.getKey());
        assertThat(launched.exitCode()).isEqualTo(signal.getValue());
        assertThat(launched.err()).endsWith("the next start builds what is missing\n");
        assertThat(launched.out()).isEmpty();
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(ProcessHandle.of(Long.parseLong(child)).filter(ProcessHandle::isAlive))
            .isEmpty();
      }
      assertThat(folder.resolve(JAR)).exists();
      maven(MAVEN);
      assertThat(errorsOfStart()).startsWith("building ");
    }
  }

  @Test
  void buildsAndRunsWithTheJavaOfThePathWhereJavaHomeHasNone() throws Exception {
    jdk("old", "11.0.2");
    for (String file : List.of("java", "javac")) {
      Files.createSymbolicLink(
          folder.resolve("path").resolve(file), folder.resolve("jdk/bin").resolve(file));
    }
    Said old = start(environment("old"));
    assertThat(old.out()).isEqualTo("started by jdk\n");
    assertThat(old.err().lines().findFirst().orElse(""))
        .isEqualTo("JAVA_HOME is %s, which has Java 11: using %s", inFolder("old", "path/java"));
    assertThat(calls()).singleElement().asString().contains("JAVA_HOME=" + folder + "/jdk ");
    Said missing = start(environment("missing"));
    assertThat(missing.code()).isZero();
    assertThat(missing.err())
        .isEqualTo(
            "JAVA_HOME is %s, which has no bin/java: using %s\n", inFolder("missing", "path/java"));
  }

  private Object[] inFolder(String... files) {
    return Stream.of(files).map(folder::resolve).toArray();
  }

  @Test
  void saysThatNeitherJavaHomeNorThePathHasAJava17() throws Exception {
    executable("path/java", "#!/bin/sh\necho 'openjdk version \"21\"' >&2\n");
    start(environment("missing"))
        .isFailure("JAVA_HOME is " + folder.resolve("missing"), "no bin/java", "no Java 17")
        .atOnce();
    assertThat(calls()).isEmpty();
  }

  /** As Maven itself writes, and not its stand-in. */
  @Test
  void writesNoEscapeSequence() throws Exception {
    String script =
        "home=$1; source \"$home/scripts/environment.sh\"; source \"$home/scripts/spark-variant.sh\";"
            + " find_java; run_maven --offline --non-recursive validate";
    try (Launched maven =
        Launched.command("bash", "-c", script, "bash", Launched.HOME.toString())) {
      assertThat(maven.exitCode()).as("%s", maven).isZero();
      assertThat(maven.out() + maven.err()).doesNotContain("\u001b");
    }
  }
}
