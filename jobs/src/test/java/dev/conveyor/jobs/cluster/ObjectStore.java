package dev.conveyor.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A server of the S3 protocol in a process of its own, with its own libraries; it ends with the
 * process that has started it. Has a bucket for all and one that denies access. Safe for threads.
 */
public final class ObjectStore implements AutoCloseable {
  public static final String BUCKET = "open-bucket";

  /** A bucket of another account. */
  public static final String DENIED = "denied-bucket";

  private static final String USER = "conveyor";
  private static final String SECRET = "of-conveyor";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Pattern STARTED =
      Pattern.compile("Started .*ServerConnector.*\\{127\\.0\\.0\\.1:(\\d+)}");

  /** Ends the server when its standard input is closed. */
  private static final String WHILE_HELD = "\"$@\" </dev/null & cat >/dev/null; kill -9 $!";

  private final Process process;
  private final String endpoint;
  private final S3Client client;

  private ObjectStore(Process process, Path log) {
    this.process = process;
    await("the S3 server").atMost(START_LIMIT).until(() -> port(log) > 0);
    this.endpoint = "http://127.0.0.1:" + port(log);
    this.client = client(USER);
  }

  /**
   * Starts one.
   *
   * @param folder for its settings and its log
   */
  public static ObjectStore start(Path folder) throws IOException, InterruptedException {
    Path home = Files.createTempDirectory(folder, "s3-");
    Path log = home.resolve("log");
    List<String> command = new ArrayList<>(List.of("bash", "-c", WHILE_HELD, "s3"));
    command.addAll(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Duser.language=en"));
    command.add("-Dlogback.configurationFile=" + logging(home));
    command.addAll(List.of("-cp", S3ProxyJars.classPath(), "org.gaul.s3proxy.Main"));
    command.addAll(List.of("--properties", settings(home, USER, BUCKET).toString()));
    command.addAll(List.of("--properties", settings(home, "other-account", DENIED).toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    ObjectStore store = new ObjectStore(builder.start(), log);
    store.client.createBucket(bucket -> bucket.bucket(BUCKET));
    try (S3Client other = store.client("other-account")) {
      other.createBucket(bucket -> bucket.bucket(DENIED));
    }
    return store;
  }

  private static Path logging(Path home) throws IOException {
    return Files.writeString(
        home.resolve("logback.xml"),
        """
        <configuration>
          <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%d %level %msg%n</pattern></encoder>
          </appender>
          <root level="info"><appender-ref ref="out"/></root>
        </configuration>
        """);
  }

  private static Path settings(Path home, String user, String bucket) throws IOException {
    return Files.write(
        home.resolve(user + ".properties"),
        List.of(
            "s3proxy.endpoint=http://127.0.0.1:0",
            "s3proxy.authorization=aws-v2-or-v4",
            "s3proxy.identity=" + user,
            "s3proxy.credential=" + SECRET,
            "s3proxy.bucket-locator.1=" + bucket,
            "jclouds.provider=transient-nio2",
            "jclouds.identity=unused",
            "jclouds.credential=unused"));
  }

  private int port(Path log) {
    try {
      assertThat(process.children().findAny().isPresent() || process.isAlive()).isTrue();
      Matcher started = STARTED.matcher(Files.readString(log));
      return started.find() ? Integer.parseInt(started.group(1)) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private S3Client client(String user) {
    return S3Client.builder()
        .endpointOverride(URI.create(endpoint))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(user, SECRET)))
        .build();
  }

  /** A client that is not Hadoop's. */
  public S3Client client() {
    return client;
  }

  /** Whatever lies in the open bucket below that, in the order of the keys. */
  public List<String> keys(String prefix) {
    return client
        .listObjectsV2Paginator(request -> request.bucket(BUCKET).prefix(prefix))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  /** Copies whatever lies in the open bucket below that; replaces earlier copies. */
  public void copy(String prefix, Path folder) throws IOException {
    for (String key : keys(prefix)) {
      if (!key.endsWith("/")) {
        Path file = folder.resolve(key.substring(prefix.length()));
        Files.createDirectories(file.getParent());
        Files.write(
            file,
            client.getObjectAsBytes(object -> object.bucket(BUCKET).key(key)).asByteArrayUnsafe());
      }
    }
  }

  /** How Hadoop finds it; without credentials. */
  public Map<String, String> settings() {
    return Map.of("fs.s3a.endpoint", endpoint, "fs.s3a.path.style.access", "true");
  }

  /** The credentials, as users have them. */
  public Map<String, String> environment() {
    return Map.of("AWS_ACCESS_KEY_ID", USER, "AWS_SECRET_ACCESS_KEY", SECRET);
  }

  /** The same as settings, for commands inside a process that runs already. */
  public Map<String, String> credentials() {
    return Map.of("fs.s3a.access.key", USER, "fs.s3a.secret.key", SECRET);
  }

  @Override
  public void close() {
    client.close();
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    children.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
  }
}
