package dev.conveyor.jobs.batch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The output of batches, on any file system. */
public record BatchOutput(FileSystem files, Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> FIGURES =
      List.of("records", "pairs", "keys", "malformed", "dead");

  /** The figures of a summary in JSON, without those of time. */
  public static List<Long> figures(String summary) throws IOException {
    JsonNode figures = JSON.readTree(summary);
    return FIGURES.stream().map(name -> figures.get(name).asLong()).toList();
  }

  /** In the order of the parts; a character a byte. Whole results only. */
  public List<String> lines() throws IOException {
    assertThat(files.exists(new Path(folder, "_SUCCESS"))).as("_SUCCESS in %s", folder).isTrue();
    return lines(new Path(folder, "part-*"));
  }

  public List<String> sortedLines() throws IOException {
    return lines().stream().sorted().toList();
  }

  /** The dead letters without their time, sorted. */
  public List<String> deadLetters() throws IOException {
    return lines(new Path(folder, "_dead/*/part-*")).stream()
        .map(line -> line.replaceFirst("\"time\":\"[^\"]*\",", ""))
        .sorted()
        .toList();
  }

  private List<String> lines(Path parts) throws IOException {
    List<String> lines = new ArrayList<>();
    for (FileStatus part : files.globStatus(parts)) {
      try (InputStream in = files.open(part.getPath())) {
        lines.addAll(new String(in.readAllBytes(), ISO_8859_1).lines().toList());
      }
    }
    return lines;
  }

  /** The names of what lies beside the folder, and of itself if it is there. */
  public List<String> siblings() throws IOException {
    List<String> names = new ArrayList<>();
    try {
      for (FileStatus one : files.listStatus(folder.getParent())) {
        names.add(one.getPath().getName());
      }
    } catch (FileNotFoundException e) {
      // Neither it nor anything beside it.
    }
    return names;
  }
}
