package dev.conveyor.jobs.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import redis.clients.jedis.Jedis;

/**
 * Our two artifacts in a repository of their own, as this build would publish them. What they ask
 * for is where Maven has found it, so that nothing is fetched.
 */
public final class Published {
  private static final String GROUP = "dev.conveyor";
  private static final Properties BUILD = build();

  private final Path repository;

  private Published(Path repository) {
    this.repository = repository;
  }

  private static Properties build() {
    Properties build = new Properties();
    try (InputStream in =
        Published.class.getResourceAsStream("/dev/conveyor/jobs/console/build.properties")) {
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build;
  }

  /** Into an empty folder. */
  public static Published into(Path folder) throws IOException {
    Published published = new Published(folder);
    published.add("jobs", Installation.APPLICATION);
    published.add(
        "streaming", target("streaming").resolve(name("streaming") + "-" + version() + ".jar"));
    return published;
  }

  private void add(String module, Path jar) throws IOException {
    Path place = repository.resolve("dev/conveyor").resolve(name(module)).resolve(version());
    String file = name(module) + "-" + version();
    Files.createDirectories(place);
    Files.copy(jar, place.resolve(file + ".jar"));
    Files.copy(target(module).resolve(".flattened-pom.xml"), place.resolve(file + ".pom"));
  }

  private static Path target(String module) {
    return Installation.HOME.resolve(module).resolve(System.getProperty("build.folder", "target"));
  }

  private static String name(String module) {
    return "conveyor-" + module + "_" + scala();
  }

  /** The suffix of this build variant's artifacts. */
  public static String scala() {
    return BUILD.getProperty("scala");
  }

  private static String version() {
    return BUILD.getProperty("version");
  }

  /** As {@code --packages} takes them. */
  public static String coordinates(String module) {
    return GROUP + ":" + name(module) + ":" + version();
  }

  /** As Ivy names what it has fetched. */
  public static String fetched(String module) {
    return GROUP + "_" + name(module) + "-" + version() + ".jar";
  }

  /** The folder that the archive of this build variant unpacks to. */
  public static String archive() {
    return "conveyor_" + scala() + "-" + version();
  }

  public String address() {
    return repository.toUri().toString();
  }

  /** Settings for Ivy that know Maven's local repository, and no server. */
  public static Path settings(Path file) throws IOException {
    return Files.writeString(
        file,
        String.format(
            Locale.ROOT,
            """
        <ivysettings>
          <settings defaultResolver="maven"/>
          <resolvers>
            <ibiblio name="maven" m2compatible="true" root="%s"/>
          </resolvers>
        </ivysettings>
        """,
            mavens().toUri()));
  }

  /** Wherever this build has it: that of a jar is group, artifact, version and file below it. */
  private static Path mavens() {
    try {
      return Path.of(Jedis.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .resolve("../../../../..")
          .normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
