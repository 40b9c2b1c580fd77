package dev.conveyor.jobs.chaos;

import dev.conveyor.jobs.cluster.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The parts that the rounds of one invocation share, each started by the first round that needs it:
 * a Spark cluster and an object store. Closing is for any thread.
 */
final class Session implements AutoCloseable {
  private final Path folder;
  private Processes processes;
  private SparkCluster cluster;
  private ObjectStore store;
  private boolean closed;

  /**
   * @param folder for logs; must exist
   */
  Session(Path folder) {
    this.folder = folder;
  }

  /** Null if nothing that a round needs is on a cluster. */
  synchronized SparkCluster cluster(Set<Need> needs) throws IOException, InterruptedException {
    if (!needs.contains(Need.EXECUTORS)) {
      return null;
    }
    if (cluster == null) {
      Path own = Files.createDirectory(folder.resolve("cluster"));
      processes = new Processes(Files.createDirectory(own.resolve("logs")));
      ensureOpen();
      cluster = new SparkCluster(processes, own);
    }
    return cluster;
  }

  synchronized ObjectStore store() throws IOException, InterruptedException {
    if (store == null) {
      ensureOpen();
      store = ObjectStore.start(folder);
    }
    return store;
  }

  private void ensureOpen() {
    if (closed) {
      throw new IllegalStateException("cannot start a part: the session is being ended");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (processes != null) {
      processes.close();
    }
    if (store != null) {
      store.close();
    }
  }
}
