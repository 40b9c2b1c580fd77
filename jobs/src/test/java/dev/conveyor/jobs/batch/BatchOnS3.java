package dev.conveyor.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.cluster.ObjectStore;
import dev.conveyor.jobs.kit.Corpus;
import dev.conveyor.jobs.kit.LoopbackSpark;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** Batches over objects in a server of the S3 protocol, which the class starts. */
@Timeout(240)
@ExtendWith(LoopbackSpark.class)
abstract class BatchOnS3 {
  static final String CORPUS = "s3a://" + ObjectStore.BUCKET + "/two hundred";

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir static Path folder;
  static final Locale LOCALE = Locale.getDefault();
  static ObjectStore store;
  static Path settings;
  static Path files;
  static int outputs;

  @BeforeAll
  static void start() throws Exception {
    // As the process of a command does: S3A writes ranges with the digits of the default locale.
    Locale.setDefault(Locale.ROOT);
    store = ObjectStore.start(folder);
    settings = settings("settings.xml", true);
    files = new Corpus().asTwoHundred(folder);
    try (Stream<Path> all = Files.walk(files)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    assertThat(store.keys("two hundred/deep")).hasSize(200);
  }

  /** As a user keeps them: an argument is no place for a secret. */
  static Path settings(String name, boolean withCredentials) throws IOException {
    Configuration hadoop = new Configuration(false);
    store.settings().forEach(hadoop::set);
    if (withCredentials) {
      store.credentials().forEach(hadoop::set);
    }
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      hadoop.writeXml(out);
    }
    return file;
  }

  static void put(String key, byte[] body) {
    store
        .client()
        .putObject(
            object -> object.bucket(ObjectStore.BUCKET).key(key), RequestBody.fromBytes(body));
  }

  @AfterAll
  static void end() {
    Locale.setDefault(LOCALE);
    store.close();
  }

  static String place() {
    return "s3a://" + ObjectStore.BUCKET + "/outputs-" + ++outputs + "/out";
  }

  static Said batch(String... words) {
    List<String> command = new ArrayList<>(List.of("batch"));
    command.addAll(List.of(words));
    command.addAll(List.of("-conf", settings.toString(), "--json"));
    return Said.by(command.toArray(String[]::new));
  }

  static BatchOutput output(String place) throws IOException {
    Configuration hadoop = new Configuration();
    hadoop.addResource(new org.apache.hadoop.fs.Path(settings.toUri()));
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(place);
    return new BatchOutput(path.getFileSystem(hadoop), path);
  }

  /** By the objects that there are: on S3 a folder without any is none. */
  static Set<String> siblings(String place) {
    String beside = place.replaceAll("^s3a?://[^/]*/|[^/]*$", "");
    return store.keys(beside).stream()
        .map(key -> key.substring(beside.length()).replaceAll("/.*", ""))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }

  static void assertSame(Said said, String place, Said expected, Path reference)
      throws IOException {
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(BatchOutput.figures(said.out())).isEqualTo(BatchOutput.figures(expected.out()));
    assertThat(output(place).sortedLines())
        .isNotEmpty()
        .isEqualTo(output("file://" + reference).sortedLines());
    assertThat(siblings(place)).containsExactly("out");
  }
}
