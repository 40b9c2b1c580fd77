package dev.conveyor.jobs.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The sink of one batch: {@code DIR/<job>/batch=<id>/part-*} with {@code _SUCCESS} written last,
 * and dead letters likewise below {@code DIR/_dead}, on any Hadoop file system.
 *
 * <p>Tasks write below {@code DIR/_temporary}, each attempt its own files; the driver moves those
 * that counted into place. A batch that is written again replaces its folders. Nothing here relies
 * on a rename being atomic: a folder without {@code _SUCCESS} does not count.
 */
final class BatchFolder implements Serializable {
  static final String TEMPORARY = "_temporary";

  private static final long serialVersionUID = 1;
  private static final String SUCCESS = "_SUCCESS";

  private final String root;
  private final long batch;
  private final Broadcast<SerializableConfiguration> configuration;

  BatchFolder(String root, long batch, Broadcast<SerializableConfiguration> configuration) {
    this.root = root;
    this.batch = batch;
    this.configuration = configuration;
  }

  /** Names the file of the running task for a job's results, which sum up to the amount. */
  Outcome.Written results(String job, long amount) {
    return written(job, job, amount);
  }

  /** Names the file of the running task for so many dead letters of a job. */
  Outcome.Written deadLetters(String job, long count) {
    return written("_dead/" + job, job, count);
  }

  private Outcome.Written written(String parent, String job, long amount) {
    TaskContext task = TaskContext.get();
    String folder = parent + "/batch=" + batch;
    String name = String.format("part-%05d", task.partitionId());
    String attempt = temporary() + "/" + folder + "/" + name + "-" + task.taskAttemptId();
    return new Outcome.Written(job, folder, name, attempt, amount);
  }

  private String temporary() {
    return TEMPORARY + "/" + batch;
  }

  OutputStream create(Outcome.Written file) throws IOException {
    return files().create(at(file.attempt()), true);
  }

  /** Moves these files into place, folder by folder, and removes what other attempts wrote. */
  void commit(List<Outcome.Written> files) throws IOException {
    Map<String, List<Outcome.Written>> folders =
        files.stream().collect(Collectors.groupingBy(Outcome.Written::folder));
    for (Map.Entry<String, List<Outcome.Written>> folder : folders.entrySet()) {
      commit(at(folder.getKey()), folder.getValue());
    }
    files().delete(at(temporary()), true);
  }

  private void commit(Path folder, List<Outcome.Written> parts) throws IOException {
    FileSystem files = files();
    files.delete(folder, true);
    files.mkdirs(folder);
    for (Outcome.Written part : parts) {
      if (!files.rename(at(part.attempt()), new Path(folder, part.name()))) {
        throw new IOException("could not move " + part.attempt() + " to " + folder);
      }
    }
    files.create(new Path(folder, SUCCESS), true).close();
  }

  private Path at(String below) {
    return new Path(root, below);
  }

  private FileSystem files() throws IOException {
    return new Path(root).getFileSystem(configuration.value().value());
  }
}
