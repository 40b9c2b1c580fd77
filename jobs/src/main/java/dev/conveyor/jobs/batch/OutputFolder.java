package dev.conveyor.jobs.batch;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a result. It is written beside its place, under a hidden name, and moved there when
 * it is whole; {@code _SUCCESS} comes last. Closing without {@link #publish} leaves nothing.
 *
 * <p>A driver that dies leaves the draft, which no batch reads, and an older result as it was. If
 * it dies while it publishes, the older result may lie beside its place, as {@code
 * .OUTPUT.<id>.former}; what lies in the place then has no {@code _SUCCESS}. Where a rename copies,
 * as on S3, the same holds.
 */
final class OutputFolder implements AutoCloseable {
  static final String SUCCESS = "_SUCCESS";

  private final BatchPlan plan;
  private final Configuration configuration;
  private final FileSystem files;
  private final Path place;
  private final Path draft;
  private final Path former;

  private OutputFolder(BatchPlan plan, Configuration configuration, FileSystem files, Path place) {
    String hidden = "." + place.getName() + "." + UUID.randomUUID();
    this.plan = plan;
    this.configuration = configuration;
    this.files = files;
    this.place = place;
    this.draft = new Path(place.getParent(), hidden + ".draft");
    this.former = new Path(place.getParent(), hidden + ".former");
  }

  /**
   * Looks whether a result may appear there.
   *
   * @param inputs what will be read
   * @throws BatchException if something is there that is not to be replaced, or holds an input
   */
  static void check(BatchPlan plan, List<FileStatus> inputs, Configuration configuration) {
    attempt(
        plan,
        () -> {
          Path place = place(plan, configuration);
          if (place.getParent() == null) {
            throw refused(plan, "it is the root of the file system", "name a folder below it");
          }
          checkReplaceable(plan, place.getFileSystem(configuration), place);
          inputs.forEach(input -> checkApart(plan, place, input.getPath()));
          return place;
        });
  }

  /**
   * Checks the place, and begins a draft beside it.
   *
   * @throws BatchException as {@link #check} does, or if there can be no draft
   */
  static OutputFolder open(BatchPlan plan, List<FileStatus> inputs, Configuration configuration) {
    check(plan, inputs, configuration);
    return attempt(
        plan,
        () -> {
          Path place = place(plan, configuration);
          FileSystem files = place.getFileSystem(configuration);
          OutputFolder folder = new OutputFolder(plan, configuration, files, place);
          if (!files.mkdirs(folder.draft)) {
            throw refused(plan, "no folder can be made beside it", "name another folder");
          }
          TaskFailure.expect(folder.draft, files);
          return folder;
        });
  }

  /** Where the result will be, in full. */
  static Path place(BatchPlan plan, Configuration configuration) throws IOException {
    Path path = TextFiles.path(plan.output());
    return TextFiles.fileSystem(path, configuration).makeQualified(path);
  }

  @FunctionalInterface
  private interface Step<T> {
    T make() throws IOException;
  }

  private static <T> T attempt(BatchPlan plan, Step<T> step) {
    try {
      return step.make();
    } catch (IOException | IllegalArgumentException e) {
      throw BatchException.cannot("write output " + plan.output(), e, "name another folder");
    }
  }

  private static void checkReplaceable(BatchPlan plan, FileSystem files, Path place)
      throws IOException {
    if (!files.exists(place)) {
      return;
    }
    if (files.getFileStatus(place).isFile()) {
      throw refused(plan, "a file is there", "name another folder");
    }
    if (plan.existing() == Existing.REFUSE) {
      throw refused(plan, "it exists", "name another folder, or add --overwrite");
    }
  }

  /** Replacing a folder must not take what was read from it. */
  private static void checkApart(BatchPlan plan, Path place, Path input) {
    if (real(input).startsWith(real(place) + "/")) {
      throw refused(plan, "it holds input " + TextFiles.shown(input), "name another folder");
    }
  }

  private static String real(Path path) {
    try {
      return TextFiles.isLocal(path)
          ? TextFiles.local(path).toRealPath().toString()
          : path.toString();
    } catch (IOException e) {
      // Not there yet, so that no link can lead there.
      return path.toUri().getPath();
    }
  }

  private static BatchException refused(BatchPlan plan, String reason, String advice) {
    return new BatchException(
        "cannot write output " + plan.output() + ": " + reason + "; " + advice);
  }

  /** Where engines write. */
  Path draft() {
    return draft;
  }

  /**
   * The parts are there: runs the final stage on them.
   *
   * @throws BatchException if it cannot
   */
  void finish() {
    try {
      TaskFailure.forget(draft, files);
      ResultEntries.finish(plan, draft, configuration);
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  /**
   * Moves the draft into its place; it does not count there yet.
   *
   * @throws BatchException if it cannot, or another result has appeared there meanwhile
   */
  void publish() {
    try {
      if (plan.existing() == Existing.REPLACE && files.exists(place)) {
        replace();
      } else {
        move(draft, place);
      }
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  /**
   * Makes what was published count; what was there before goes.
   *
   * @throws BatchException if it cannot; the result may count or not then
   */
  void complete() {
    try {
      files.create(new Path(place, SUCCESS), true).close();
      files.delete(former, true);
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  private BatchException unwritten(IOException cause) {
    return BatchException.cannot(
        "write output " + plan.output(), cause, "free space there or name another folder");
  }

  private void replace() throws IOException {
    move(place, former);
    try {
      move(draft, place);
    } catch (IOException | BatchException e) {
      move(former, place);
      throw e;
    }
  }

  /**
   * A rename onto a folder moves into it: what has appeared there meanwhile is to stay as it is.
   */
  private void move(Path from, Path to) throws IOException {
    if (files.exists(to)) {
      throw appeared();
    }
    if (!WholeRename.of(files, from, to)) {
      throw new IOException("the file system did not rename " + from + " to " + to);
    }
    Path inside = new Path(to, from.getName());
    if (files.exists(inside)) {
      files.delete(inside, true);
      throw appeared();
    }
  }

  private BatchException appeared() {
    return refused(plan, "another result has appeared there", "name another folder");
  }

  /** Removes what did not become the result. */
  @Override
  public void close() {
    try {
      files.delete(draft, true);
    } catch (IOException e) {
      throw BatchException.cannot("remove " + draft, e, "remove it by hand");
    }
  }
}
