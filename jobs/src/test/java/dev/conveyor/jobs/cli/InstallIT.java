package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.cluster.Installation;
import dev.conveyor.jobs.cluster.Published;
import dev.conveyor.jobs.kit.DocPage;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types the commands for installations, in the order of their page. Only the paths of Spark and of
 * the published artifacts differ, and the suffix is that of this build variant.
 */
@Tag("spark")
@Timeout(240)
class InstallIT {
  private static final String PROGRAM =
      """
      package com.example;

      import org.apache.spark.sql.SparkSession;

      public final class MyProgram {
        public static void main(String[] words) {
          SparkSession session = SparkSession.builder().master("local[2]").getOrCreate();
          session.read().format("conveyor").option("address", "ADDRESS")
              .load().selectExpr("string(body)").collectAsList()
              .forEach(row -> System.out.println(row.getString(0)));
        }
      }
      """;

  @RegisterExtension private final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  @Test
  void everyLineWorks() throws Exception {
    Path packed = Path.of(Published.archive() + ".tar.gz");
    Files.createSymbolicLink(folder.resolve(packed), Installation.TARGET.resolve(packed));
    Path spark = Installation.sparkHome(folder.resolve("spark"));
    List<String> blocks = DocPage.of("jobs/docs/install.md").blocks("bash");
    assertThat(blocks).hasSize(3);

    type(folder, blocks.get(0).replace("/opt/spark", spark.toString()));
    Path archive = folder.resolve(Published.archive());
    Path golden = archive.resolve("data/mammoth.word-count.tsv");
    assertThat(archive.resolve("mammoth-words/part-r-00000")).hasSameBinaryContentAs(golden);

    writeSubmit(spark);
    type(archive, blocks.get(1));
    assertThat(archive.resolve("words-by-name/part-r-00000")).hasSameBinaryContentAs(golden);

    redis.client().rpush("words", "elk", "oak");
    writeProgram(archive);
    assertThat(type(archive, blocks.get(2)).lines().filter(line -> !line.startsWith(":: ")))
        .containsExactly("elk", "oak", "elk", "oak");
  }

  private String type(Path where, String block) throws Exception {
    String script = "cd '" + where + "'\n" + block.replace("_2.12", "_" + Published.scala());
    Map<String, String> environment =
        Map.of(
            "PATH",
            folder.resolve("bin") + ":" + System.getenv("PATH"),
            "SPARK_SCALA_VERSION",
            Published.scala());
    try (Launched typed = Launched.command(environment, "bash", "-euo", "pipefail", "-c", script)) {
      assertThat(typed.exitCode()).as("%s\n%s", block, typed).isZero();
      return typed.out();
    }
  }

  /** The installation's own, as if it looked for artifacts where ours are published. */
  private void writeSubmit(Path spark) throws IOException {
    Published published = Published.into(Files.createDirectory(folder.resolve("repository")));
    Path settings = Published.settings(folder.resolve("ivysettings.xml"));
    Path file = Files.createDirectory(folder.resolve("bin")).resolve("spark-submit");
    Files.writeString(
        file,
        String.format(
            Locale.ROOT,
            """
            #!/usr/bin/env bash
            exec '%s/bin/spark-submit' --repositories '%s' --conf spark.ui.enabled=false \
              --conf spark.jars.ivySettings='%s' --conf spark.jars.ivy='%s' "$@"
            """,
            spark,
            published.address(),
            settings,
            folder.resolve("ivy")));
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void writeProgram(Path archive) throws IOException {
    String program = PROGRAM.replace("ADDRESS", redis.list("words"));
    Path source = Files.writeString(folder.resolve("MyProgram.java"), program);
    Path classes = folder.resolve("classes");
    run(
        "javac",
        "-cp",
        System.getProperty("java.class.path"),
        "-d",
        classes.toString(),
        source.toString());
    run("jar", "cf", archive.resolve("my-program.jar").toString(), "-C", classes.toString(), ".");
  }

  private static void run(String tool, String... words) {
    ToolProvider found = ToolProvider.findFirst(tool).orElseThrow();
    assertThat(found.run(System.out, System.err, words)).isZero();
  }
}
