package dev.conveyor.jobs.steps;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The same as {@link StepFiles} for callers of a file context, as Spark's checkpoints are. Public
 * since Hadoop makes it by its name.
 */
public final class StepContextFiles extends DelegateToFileSystem {

  /** As Hadoop calls it. */
  public StepContextFiles(URI name, Configuration configuration)
      throws IOException, URISyntaxException {
    super(name, new StepFiles(), configuration, "file", false);
  }

  @Override
  public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
    ((StepFiles) fsImpl).rename(from, to, overwrite);
  }
}
