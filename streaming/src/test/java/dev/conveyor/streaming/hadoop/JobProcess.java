package dev.conveyor.streaming.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.run.RunPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The driver of a job in a process of its own, which stops in the middle of its first map. */
final class JobProcess implements AutoCloseable {
  private static final String MAPPING = "mapping";
  private static final Duration LEASE = Duration.ofSeconds(1);

  private final Process process;
  private final BufferedReader said;

  JobProcess(Address address, Path folder) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("engine.options", "").split(" ", -1)));
    command.removeIf(String::isEmpty);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(JobProcess.class.getName(), address.toString(), folder.toString()));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  static RunPlan plan(Path folder, Address address) {
    return QueueBench.plan(folder, address).withLease(LEASE);
  }

  static boolean run(Address address, Path folder) throws Exception {
    return QueueJobExample.run(
        QueueBench.job(folder),
        plan(folder, address),
        new org.apache.hadoop.fs.Path(folder.resolve("output").toUri()));
  }

  public static void main(String[] words) {
    AtomicBoolean stopped = new AtomicBoolean();
    CountingMapper.hook(
        "",
        body -> {
          if (!stopped.getAndSet(true)) {
            System.out.println(MAPPING);
            System.in.read();
          }
        });
    try {
      System.exit(run(Address.parse(words[0]), Path.of(words[1])) ? 0 : 1);
    } catch (Exception e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
  }

  /** Returns once it is in its first map. */
  void awaitMap() throws IOException {
    for (String line = said.readLine(); !MAPPING.equals(line); line = said.readLine()) {
      if (line == null) {
        throw new IOException("the job has ended");
      }
    }
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets it go on to its end; returns its exit code and what it said. */
  String thaw() throws IOException, InterruptedException {
    signal("CONT");
    process.getOutputStream().close();
    String last = "";
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      last = line;
    }
    return process.waitFor() + ": " + last;
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
