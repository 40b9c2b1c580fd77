package dev.conveyor.jobs.emr;

import dev.conveyor.streaming.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The user's own {@code aws} client on the PATH, which runs as a process for each request. It
 * inherits the environment, and with it the user's credentials, profile, region and endpoint.
 *
 * @param options further arguments for each request, for example {@code --region eu-central-1}
 */
public record AwsClient(List<String> options) {
  private static final String PROGRAM = "aws";
  private static final long GRACE_SECONDS = 5;

  public AwsClient {
    options = List.copyOf(options);
  }

  /**
   * Runs the client and returns its answer; an empty map if the answer is not a JSON object. An
   * interruption ends the client.
   *
   * @param action for the error message: {@code "add steps to cluster j-1"}
   * @param words the arguments of the client, without {@link #options}
   * @throws EmrException if there is no client or it fails; with one line of the client's error
   */
  public Map<?, ?> ask(String action, List<String> words) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(PROGRAM));
    command.addAll(words);
    command.addAll(List.of("--output", "json"));
    command.addAll(options);
    try (ClientFiles files = new ClientFiles()) {
      Path out = files.path("out");
      Path err = files.path("err");
      if (run(command, out, err) != 0) {
        throw new EmrException("cannot " + action + ": " + reason(read(err)));
      }
      String answer = read(out);
      return !answer.isBlank() && Json.read(answer) instanceof Map<?, ?> object ? object : Map.of();
    } catch (IOException e) {
      throw new EmrException(
          "cannot " + action + ": the aws client's answer cannot be read: " + e.getMessage());
    }
  }

  private static int run(List<String> command, Path out, Path err) throws InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("AWS_PAGER", "");
    builder.environment().put("AWS_CLI_AUTO_PROMPT", "off");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new EmrException(
          "cannot ask AWS: no aws client on the PATH; install one (Debian: apt-get install awscli),"
              + " or print the request with --dry-run and send it yourself");
    }
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
      throw e;
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** Returns the first line that mentions an error, or else the first line, with advice. */
  private static String reason(String said) {
    List<String> lines = said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String line =
        lines.stream()
            .filter(candidate -> candidate.toLowerCase(Locale.ROOT).contains("error"))
            .findFirst()
            .orElse(lines.isEmpty() ? "the aws client says nothing" : lines.get(0));
    return "aws says: "
        + line.replaceFirst("\\.$", "")
        + "; check the name, your credentials and the region (--aws-option '--region …')";
  }

  /**
   * Returns whether a command of the client supports a request field. Sends no request to AWS.
   *
   * @return true also if there is no client or it fails
   */
  boolean knows(String field, List<String> command) throws InterruptedException {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of("--generate-cli-skeleton", "input"));
    try {
      return ask("learn what the aws client knows", words).containsKey(field);
    } catch (EmrException e) {
      return true;
    }
  }
}
