package dev.conveyor.jobs.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** The transport below {@code streaming/src/it}, compiled into a jar of its own. */
public final class SpoolJar {
  private static final Path SOURCES = Path.of("../streaming/src/it").toAbsolutePath().normalize();

  private SpoolJar() {}

  public static Path build(Path folder) throws Exception {
    Path classes = folder.resolve("classes");
    Path library =
        Path.of(Address.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> words = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
    words.addAll(List.of("-cp", library.toString()));
    try (Stream<Path> files = Files.walk(SOURCES.resolve("java"))) {
      files.filter(Files::isRegularFile).forEach(file -> words.add(file.toString()));
    }
    run("javac", words);
    Path jar = folder.resolve("spool.jar");
    String resources = SOURCES.resolve("resources").toString();
    run("jar", List.of("-cf", jar.toString(), "-C", classes.toString(), ".", "-C", resources, "."));
    return jar;
  }

  private static void run(String tool, List<String> words) {
    int code =
        ToolProvider.findFirst(tool)
            .orElseThrow()
            .run(System.err, System.err, words.toArray(String[]::new));
    assertThat(code).as(tool).isZero();
  }
}
