package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.conveyor.jobs.cluster.Installation;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Commands in other locales, in odd paths and with another Java: the same results, or one line that
 * says what is in the way. Shells name what is not ASCII, by {@code $o}: an o with two dots in
 * UTF-8. This JVM may have a locale without it.
 */
@Timeout(120)
class EnvironmentsIT {
  private static final String LATIN_1 = "$'\\366'";

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  /** A script whose working folder is the test's. */
  private Said bash(Map<String, String> environment, String... lines) throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.put("CONVEYOR", Installation.HOME.resolve("scripts/conveyor").toString());
    all.put("TMPDIR", folder.toString());
    all.put("REDIS", redis.at(""));
    List<String> script = new ArrayList<>(List.of("set -e", "o=$'\\303\\266'"));
    script.add("cd '" + folder + "'");
    script.add("conveyor() { \"$CONVEYOR\" \"$@\"; }");
    script.addAll(List.of(lines));
    try (Launched launched = Launched.command(all, "bash", "-c", String.join("\n", script))) {
      return Said.by(launched);
    }
  }

  private static String succeeded(Said said) {
    assertThat(said.code()).as(said.err()).isZero();
    return said.out();
  }

  private static Map<String, String> locale(String name) {
    return Map.of("LC_ALL", name);
  }

  /** The last is one that no machine has. */
  @ParameterizedTest
  @CsvSource({"local, C", "spark, POSIX", "hadoop, xx_XX.UTF-8"})
  void readsAndWritesWhatIsNotAscii(String engine, String locale) throws Exception {
    Said said =
        bash(
            Map.of("LC_ALL", locale, "ENGINE", engine),
            "mkdir \"in$o\"; echo plum > in$o/a; echo plum plum > in$o/w$o; gzip -c in$o/w$o > in$o/z$o.gz",
            "conveyor batch word-count \"in$o\" \"out$o\" --engine $ENGINE >&2",
            "conveyor batch pipe \"in$o/a\" \"piped\" --engine $ENGINE --mapper \"sed 's/plum/$o\\\\t1/'\" >&2",
            "cat out$o/part-* piped/part-*");
    assertThat(succeeded(said)).isEqualTo("plum\t5\n\u00f6\t1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LC_ALL=C", "LC_CTYPE=C", "LANG="})
  void addressesTheSameKeyAndSendsTheSameBytes(String variable) throws Exception {
    redis.client().configSet("requirepass", "\u00f6");
    int equals = variable.indexOf('=');
    String unset = "env -u LC_ALL -u LC_CTYPE -u LANG " + variable + " ";
    Said said =
        bash(
            Map.of(variable.substring(0, equals), variable.substring(equals + 1)),
            "export CONVEYOR_REDIS_PASSWORD=$o",
            "echo gr$o > line",
            unset + "$CONVEYOR feed lines line --to \"${REDIS}list=k$o\" >&2",
            unset + "$CONVEYOR work --from \"${REDIS}list=k$o\" --patience 100ms");
    assertThat(succeeded(said)).endsWith("\tgr\u00f6\t0\n");
  }

  /** Without the launcher: java, spark-submit or hadoop jar by hand. */
  private Said byHand(String... lines) throws Exception {
    assumeTrue(
        Installation.HOME.toRealPath().toString().matches("\\p{ASCII}*"),
        "a JVM finds no class in this path");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String engine = Files.readString(Installation.TARGET.resolve("engine.classpath")).strip();
    List<String> script = new ArrayList<>();
    script.add(
        "by_hand() { exec '"
            + java
            + "' -XX:TieredStopAtLevel=1 -cp \"$CLASSES\" dev.conveyor.jobs.cli.Main \"$@\"; }");
    script.addAll(List.of(lines));
    return bash(
        Map.of("LC_ALL", "C", "CLASSES", Installation.APPLICATION + ":" + engine),
        script.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "by_hand batch word-count in/w$o out",
        "by_hand queue \"redis://127.0.0.1:1?list=k$o\"",
        "by_hand batch pipe in/a out --mapper \"grep $o\"",
        "mkdir $o; cd $o; by_hand batch word-count ../in ../out",
        "CONVEYOR_REDIS_PASSWORD=$o by_hand queue redis://127.0.0.1:1?list=k",
      })
  void refusesWordsThatItCannotRead(String command) throws Exception {
    byHand("mkdir in; echo plum > in/w$o; echo plum > in/a", command)
        .isMisuse("US-ASCII", "set LC_ALL=C.UTF-8");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"in, local", "'''in/*''', local", "in/a in/deep, hadoop"})
  void refusesFilesWhoseNamesItCannotRead(String inputs, String engine) throws Exception {
    byHand(
            "mkdir -p in/deep; echo plum > in/a; echo plum > in/w$o; echo plum > in/deep/w"
                + LATIN_1,
            "by_hand batch word-count " + inputs + " out --engine " + engine)
        .isFailure("cannot read input in", "US-ASCII", "set LC_ALL=C.UTF-8");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  /** Whatever else lies beside it. */
  @Test
  void readsAndWritesWhatIsAsciiInAnyLocale() throws Exception {
    Said said =
        byHand(
            "touch beside$o; echo plum > a",
            "(by_hand batch word-count a out >&2); cat out/part-*");
    assertThat(succeeded(said)).isEqualTo("plum\t1\n");
  }

  @Test
  void refusesWhatIsNotUtf8() throws Exception {
    bash(locale("C.UTF-8"), "mkdir in; touch in/w" + LATIN_1, "conveyor batch word-count in out")
        .isFailure("cannot read input in", "it is not UTF-8");
    bash(locale("C.UTF-8"), "conveyor batch word-count w" + LATIN_1 + " out")
        .isMisuse("cannot read argument 3", "it is not UTF-8");
  }

  /** Of the launcher's JVM; for those of its tasks see RunLocaleTest and ResultFormatTest. */
  @Test
  void countsOnceOverARestartWhereDigitsAreOthers() throws Exception {
    String options = "-Duser.language=fa -Duser.country=IR";
    redis.client().rpush("list", "a", "b", "c", "d", "e");
    String stream =
        "conveyor stream word-count --from \"${REDIS}list=list\" --out out --interval 100ms"
            + " --until-idle 1s >&2";
    Map<String, String> environment = Map.of("CONVEYOR_JAVA_OPTIONS", options + " " + jvmOptions());
    succeeded(bash(environment, stream));
    redis.client().rpush("list", "f", "g", "h");
    succeeded(bash(environment, stream));
    Said sum =
        bash(
            environment,
            "conveyor batch sum out/word-count sum --engine hadoop >&2; cat sum/part-*");
    assertThat(succeeded(sum)).isEqualTo("a\t1\nb\t1\nc\t1\nd\t1\ne\t1\nf\t1\ng\t1\nh\t1\n");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files).allMatch(file -> file.toString().matches("\\p{ASCII}*"));
    }
  }

  private static String jvmOptions() {
    return System.getenv().getOrDefault("CONVEYOR_JAVA_OPTIONS", "");
  }

  /** A space, a colon and an o with two dots in the path of Conveyor, of the inputs and outputs. */
  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void runsInAnOddPath(String engine) throws Exception {
    Said said =
        bash(
            Map.of(
                "LC_ALL",
                "C",
                "ENGINE",
                engine,
                "HERE",
                Installation.HOME.toString(),
                "CONVEYOR_JAVA_OPTIONS",
                "-Duser.language=ar -Duser.country=EG -Duser.extensions=nu-arab " + jvmOptions()),
            "odd=\"a b:c$o\"; mkdir -p \"$odd/home\" \"$odd/in\"; cd \"$odd\"; unset HOME",
            "cp -r \"$HERE/scripts\" home; ln -s \"$HERE\"/{jobs,streaming,data,pom.xml} home",
            "touch -h -r \"$HERE/pom.xml\" home/pom.xml",
            "echo plum > in/a; home/scripts/conveyor batch word-count in out --engine $ENGINE >&2",
            "home/scripts/conveyor batch word-count \"$PWD/in\" \"$PWD/two\" --engine $ENGINE"
                + " \"-Dhadoop.tmp.dir=$PWD/tmp\" >&2; rmdir tmp || [ $ENGINE != hadoop ]",
            "cat out/part-* two/part-*; ls -A ..");
    assertThat(succeeded(said)).matches("plum\t1\nplum\t1\na b:c\u00f6\nconveyor-[0-9]+\n");
  }

  /** The launcher is made to find no locale of UTF-8. */
  @Test
  void saysWhereAJvmWouldFindNoClass() throws Exception {
    bash(
            Map.of("HERE", Installation.HOME.toString(), "LC_ALL", "C"),
            "mkdir \"h$o\"; cp -r \"$HERE/scripts\" \"h$o\"",
            "sed -i 's/== 1/== 9/' \"h$o/scripts/environment.sh\"",
            "\"h$o/scripts/conveyor\" --version")
        .isFailure("cannot start Conveyor in ", "not ASCII", "C.UTF-8");
  }

  @Test
  void saysWhereNoLinkCanBeMadeToAnOddPath() throws Exception {
    bash(
            Map.of("HERE", Installation.HOME.toString()),
            "mkdir a:b; cp -r \"$HERE/scripts\" a:b; touch file; export TMPDIR=$PWD/file",
            "a:b/scripts/conveyor --version")
        .isFailure("cannot start Conveyor in ", "a:b", "set TMPDIR");
  }

  @ParameterizedTest
  @CsvSource({"11.0.2, 11", "1.8.0_392, 1.8", "21, 21", "25-ea, 25"})
  void saysThatItNeedsAnotherJava(String version, String named) throws Exception {
    for (String file : List.of("release", "other")) {
      bash(
              Map.of("VERSION", version, "JAVA_HOME", folder.resolve(file + "-java").toString()),
              "mkdir -p $JAVA_HOME/bin; echo \"JAVA_VERSION=\\\"$VERSION\\\"\" > $JAVA_HOME/"
                  + file,
              "printf '#!/bin/sh\\necho openjdk version \\\\\"%s\\\\\" >&2\\n' $VERSION > $JAVA_HOME/bin/java",
              "chmod +x $JAVA_HOME/bin/java; PATH=$JAVA_HOME/bin:$PATH conveyor --version")
          .isFailure("cannot start Conveyor on Java " + named + " (", "set JAVA_HOME to a JDK 17");
    }
    assertThat(Main.refusal(named)).contains("on Java " + named + " (", "it needs Java 17");
  }

  /** A class file of Java 8 has version 52; that of all others could not be loaded. */
  @Test
  void anOlderJavaCanSayIt() throws IOException {
    try (JarFile jar = new JarFile(Installation.APPLICATION.toFile())) {
      byte[] entry =
          jar.getInputStream(jar.getEntry("dev/conveyor/jobs/cli/Main.class")).readNBytes(8);
      assertThat(entry[7]).isEqualTo((byte) 52);
    }
  }
}
