package dev.conveyor.jobs.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;

/** Runs one of the two in a process of its own, on a key that has been filled. */
record Turn(Path home, Path folder, int port, Kind kind, String key, int messages) {

  /** {@code conveyor stream word-count}, with its results on disk. */
  Rate ours() throws IOException, InterruptedException {
    String address = "redis://127.0.0.1:" + port + "?" + kind.word() + "=" + key;
    List<String> words = new ArrayList<>();
    words.addAll(List.of(home.resolve("scripts/conveyor").toString(), "stream", "word-count"));
    words.addAll(List.of("--from", address, "--out", folder.resolve(key).toString()));
    words.addAll(List.of("--interval", "100ms", "--until-idle", "2s", "--json"));
    JsonNode summary = new ObjectMapper().readTree(lastLine(words));
    return new Rate(
        messages,
        summary.at("/amounts/word-count").asLong() / Texts.WORDS,
        summary.get("seconds").asDouble());
  }

  /** The same words counted through spark-redis, with no output, on the same jars of Spark. */
  Rate theirs() throws IOException, InterruptedException {
    String engine = Files.readString(home.resolve("jobs/target/engine.classpath")).strip();
    Path bench = home.resolve("jobs/bench/target");
    String connector = Files.readString(bench.resolve("bench.classpath")).strip();
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ", -1)));
    words.add("-Dlog4j2.configurationFile=" + home.resolve("scripts/log4j2.properties"));
    words.addAll(List.of("-cp", bench.resolve("classes") + ":" + engine + ":" + connector));
    words.addAll(
        List.of("dev.conveyor.bench.SparkRedis", Integer.toString(port), kind.word(), key));
    words.addAll(List.of(Integer.toString(messages), Integer.toString(Texts.WORDS)));
    String[] figures = lastLine(words).split(" ", 2);
    return new Rate(messages, Long.parseLong(figures[0]), Double.parseDouble(figures[1]));
  }

  private String lastLine(List<String> words) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "turn-", ".out");
    ProcessBuilder builder = new ProcessBuilder(words).redirectOutput(out.toFile());
    builder.redirectError(folder.resolve("turn.err").toFile());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    List.of("SPARK_HOME", "CONVEYOR_SUBMIT_OPTIONS").forEach(builder.environment()::remove);
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    int exitCode = process.waitFor();
    List<String> lines = Files.readAllLines(out);
    if (exitCode != 0 || lines.isEmpty()) {
      throw new IOException(
          "cannot measure: " + words + " ended with " + exitCode + "; see " + folder + "/turn.err");
    }
    return lines.get(lines.size() - 1);
  }
}
