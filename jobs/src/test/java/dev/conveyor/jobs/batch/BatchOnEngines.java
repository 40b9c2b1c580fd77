package dev.conveyor.jobs.batch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.kit.LoopbackSpark;
import dev.conveyor.jobs.kit.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Batches on engines of this JVM, and what they have written. */
@Tag("spark")
@Timeout(300)
@ExtendWith(LoopbackSpark.class)
abstract class BatchOnEngines {
  static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  static int runs;

  static Said failed(String engine, String job, String... words) {
    List<String> command = new ArrayList<>(List.of("batch", job));
    command.addAll(List.of(words));
    command.addAll(List.of("--engine", engine));
    return Said.by(command.toArray(String[]::new));
  }

  static Result batch(String engine, String job, Path input, String... options) throws IOException {
    Path out = folder.resolve("out-" + runs++);
    List<String> words = new ArrayList<>(List.of(input.toString(), out.toString(), "--json"));
    words.addAll(List.of(options));
    Said said = failed(engine, job, words.toArray(String[]::new));
    assertThat(said.code()).as("%s on %s: %s", job, engine, said.err()).isZero();
    return new Result(out, JSON.readTree(said.out().lines().toList().get(0)));
  }

  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }

  /** A folder that a batch has written, and its summary. */
  record Result(Path out, JsonNode figures) {
    List<Path> parts() throws IOException {
      return partsOf(out);
    }

    /** In the order of the parts; a character a byte. */
    List<String> lines() throws IOException {
      return lines(parts());
    }

    List<String> sortedLines() throws IOException {
      return lines().stream().sorted().toList();
    }

    /** Of the dead letters, without their source and time. */
    List<String> deadBodies() throws IOException {
      Path dead = out.resolve("_dead");
      if (!Files.exists(dead)) {
        return List.of();
      }
      try (Stream<Path> jobs = Files.list(dead)) {
        return lines(partsOf(jobs.findFirst().orElseThrow())).stream()
            .map(
                line ->
                    line.replaceFirst(
                        "\"source\":\"[^\"]*\",(\"position\":\"[^\"]*\",)?\"time\":\"[^\"]*\"", ""))
            .sorted()
            .toList();
      }
    }

    private static List<Path> partsOf(Path folder) throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .filter(file -> file.getFileName().toString().startsWith("part-"))
            .sorted()
            .toList();
      }
    }

    private static List<String> lines(List<Path> parts) throws IOException {
      List<String> lines = new ArrayList<>();
      for (Path part : parts) {
        lines.addAll(Files.readString(part, ISO_8859_1).lines().toList());
      }
      return lines;
    }
  }
}
