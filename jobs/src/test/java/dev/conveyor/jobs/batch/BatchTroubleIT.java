package dev.conveyor.jobs.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.jobs.cluster.FreePort;
import dev.conveyor.jobs.cluster.GatedWords;
import dev.conveyor.jobs.cluster.HadoopCluster;
import dev.conveyor.jobs.cluster.Installation;
import dev.conveyor.jobs.cluster.OnYarn;
import dev.conveyor.jobs.input.TextFiles;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.Said;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Failures in a container or on the way to it: one line of error, and no complete output. */
@Timeout(500)
class BatchTroubleIT {
  private static HadoopCluster cluster;
  private static OnYarn yarn;

  @BeforeAll
  static void start() throws IOException {
    cluster = HadoopCluster.shared();
    yarn = new OnYarn(cluster);
  }

  private static void write(String file, byte[] bytes, int length) throws IOException {
    try (OutputStream out = cluster.files().create(new org.apache.hadoop.fs.Path(file))) {
      out.write(bytes, 0, length);
    }
  }

  private static Said batch(String job, String place, int attempts) {
    String option = "-Dmapreduce.map.maxattempts=" + attempts;
    return yarn.batch("hadoop", job, place + "/in", place + "/out", option);
  }

  @Test
  void aCorruptFileIsNamed() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write("some words\n".repeat(100).getBytes(UTF_8));
    }
    write("/corrupt/in/text.gz", packed.toByteArray(), packed.size() - 9);
    batch("word-count", "/corrupt", 2)
        .isFailure("cannot read input " + cluster.address("/corrupt/in/text.gz"), "too early");
    assertThat(yarn.output("/corrupt/out").siblings()).containsExactly("in");
  }

  @Test
  void globsAreThoseOfAShellOnHdfsToo() throws Exception {
    for (String name : List.of("a/x", "a/b/x", "_c/x", "y {1}")) {
      write("/glob/" + name, "text\n".getBytes(UTF_8), 5);
    }
    assertThat(found("/glob/**/x")).containsExactly("/glob/a/b/x", "/glob/a/x");
    assertThat(found("/glob/{a,_c}/?")).containsExactly("/glob/_c/x", "/glob/a/b/x", "/glob/a/x");
    assertThat(found("/glob/[!a]*")).containsExactly("/glob/y {1}");
    assertThat(found("/glob/y {1}")).containsExactly("/glob/y {1}");
    for (String missing : List.of("/glob/*:00", "/glob/{a,z}", "/glob/a:b")) {
      assertThatThrownBy(() -> found(missing)).hasMessageStartingWith("cannot read input ");
    }
  }

  private static List<String> found(String glob) throws IOException {
    return TextFiles.find(List.of(cluster.address(glob)), cluster.files().getConf()).stream()
        .map(file -> file.getPath().toUri().getPath())
        .toList();
  }

  /** The class is here, on the class path of the tests, but it was not shipped. */
  @Test
  void aClassThatIsMissingInContainersIsNamed() throws Exception {
    write("/missing/in/text", "some words\n".getBytes(UTF_8), 11);
    batch(GatedWords.class.getName(), "/missing", 1)
        .isFailure(GatedWords.class.getName(), "no such class is on the class path");
    assertThat(yarn.output("/missing/out").siblings()).containsExactly("in");
  }

  @Test
  void aFileSystemThatDoesNotAnswerIsNamed() throws Exception {
    String unreachable = "hdfs://127.0.0.1:" + FreePort.any();
    try (Launched hadoop =
        yarn.hadoopJar(
            Installation.APPLICATION, "batch", "word-count", "/in", "/out", "-fs", unreachable)) {
      Said.by(hadoop).isFailure("read input /in", "no file system answers").atOnce();
    }
  }
}
