package dev.conveyor.jobs.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The sink of one batch: {@code DIR/<job>/batch=<id>/part-*} with {@code _SUCCESS} written last,
 * and dead letters likewise below {@code DIR/_dead}, on any Hadoop file system.
 *
 * <p>Tasks write below {@code DIR/_temporary/<token>}, each attempt its own files; the driver moves
 * those that counted into place. A batch that is written again replaces its folders, unless they
 * are complete: {@code _SUCCESS} names the files that it stands for. Nothing here relies on a
 * rename being atomic: a folder without {@code _SUCCESS} does not count.
 *
 * <p>A driver that was taken over may wake up between a look at its lease and the one step that
 * follows. That step harms nothing: all parts bear the token of their driver, a driver removes only
 * files that it saw before that look, and what an older driver's tasks have written is removed by
 * its successor, so that it cannot be moved any more.
 */
final class BatchFolder implements Serializable {
  static final String TEMPORARY = "_temporary";

  private static final long serialVersionUID = 1;
  private static final String SUCCESS = "_SUCCESS";

  private final String root;
  private final long token;
  private final long batch;
  private final Broadcast<SerializableConfiguration> configuration;

  /** Asked before each step that changes what counts; throws if another driver has taken over. */
  @FunctionalInterface
  interface Fence {
    void ensureHeld() throws InterruptedException;
  }

  BatchFolder(
      String root, long token, long batch, Broadcast<SerializableConfiguration> configuration) {
    this.root = root;
    this.token = token;
    this.batch = batch;
    this.configuration = configuration;
  }

  /** Names the file of the running task for a job's results, which sum up to the amount. */
  Outcome.Written results(String job, long amount) {
    return written(job, job, amount);
  }

  /** Names the file of the running task for so many dead letters of a job. */
  Outcome.Written deadLetters(String job, long count) {
    return written(deadFolder(job), job, count);
  }

  private static String deadFolder(String job) {
    return "_dead/" + job;
  }

  private Outcome.Written written(String parent, String job, long amount) {
    TaskContext task = TaskContext.get();
    String folder = folder(parent);
    String name = String.format("part-%05d-%d", task.partitionId(), token);
    String attempt = temporary() + "/" + folder + "/" + name + "-" + task.taskAttemptId();
    return new Outcome.Written(job, folder, name, attempt, amount);
  }

  private String folder(String parent) {
    return parent + "/batch=" + batch;
  }

  private String temporary() {
    return TEMPORARY + "/" + token + "/" + batch;
  }

  OutputStream create(Outcome.Written file) throws IOException {
    return files().create(at(file.attempt()), true);
  }

  /** Moves these files into place, folder by folder, and removes what other attempts wrote. */
  void commit(List<Outcome.Written> files, Fence fence) throws IOException, InterruptedException {
    Map<String, List<Outcome.Written>> folders =
        files.stream().collect(Collectors.groupingBy(Outcome.Written::folder));
    for (Map.Entry<String, List<Outcome.Written>> folder : folders.entrySet()) {
      commit(at(folder.getKey()), folder.getValue(), fence);
    }
    files().delete(at(temporary()), true);
  }

  private void commit(Path folder, List<Outcome.Written> parts, Fence fence)
      throws IOException, InterruptedException {
    FileStatus[] found = list(folder);
    if (isComplete(folder, found)) {
      return;
    }
    FileSystem files = files();
    for (FileStatus left : found) {
      fence.ensureHeld();
      files.delete(left.getPath(), true);
    }
    files.mkdirs(folder);
    for (Outcome.Written part : parts) {
      fence.ensureHeld();
      if (!files.rename(at(part.attempt()), new Path(folder, part.name()))) {
        throw new IOException("could not move " + part.attempt() + " to " + folder);
      }
    }
    fence.ensureHeld();
    try (OutputStream success = files.create(new Path(folder, SUCCESS), true)) {
      success.write(names(parts.stream().map(Outcome.Written::name)));
    }
  }

  /** Whether an earlier try of this batch came to its end: the same messages gave these files. */
  private boolean isComplete(Path folder, FileStatus[] found) throws IOException {
    List<String> names = Arrays.stream(found).map(file -> file.getPath().getName()).toList();
    if (!names.contains(SUCCESS)) {
      return false;
    }
    byte[] parts = names(names.stream().filter(name -> !name.equals(SUCCESS)));
    try (InputStream success = files().open(new Path(folder, SUCCESS))) {
      return Arrays.equals(success.readAllBytes(), parts);
    }
  }

  private static byte[] names(Stream<String> parts) {
    return parts.sorted().collect(Collectors.joining("\n", "", "\n")).getBytes(UTF_8);
  }

  private FileStatus[] list(Path folder) throws IOException {
    try {
      return files().listStatus(folder);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  private Path at(String below) {
    return new Path(root, below);
  }

  private FileSystem files() throws IOException {
    return new Path(root).getFileSystem(configuration.value().value());
  }
}
