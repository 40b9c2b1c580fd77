package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.FencedException;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;

/**
 * Commits the results of a run's batches: {@code DIR/<folder>/batch=<id>/part-*} with {@code
 * _SUCCESS} last, on any Hadoop file system. Driver only.
 *
 * <p>A folder that an earlier attempt of the same batch has completed is kept: {@code _SUCCESS}
 * names its run, batch and ranges. A complete folder of another run is refused, since replacing it
 * would lose results. An incomplete one does not count and is replaced.
 *
 * <p>A fenced driver may wake up between a check of its lease and the step that follows. That step
 * does no harm: it moves a file from the temporary folder of its token, which its successor has
 * deleted, or deletes a file that it saw before the check. No file of its successor has that name,
 * since all names contain tokens.
 */
final class BatchFolders {
  private final OutputFiles files;
  private final String run;
  private final long token;
  private final List<Address> addresses;
  private final CommittedBatches committed;

  /** Is called before each step that changes what counts; throws if the driver is fenced. */
  @FunctionalInterface
  interface Fence {
    void ensureHeld() throws InterruptedException;
  }

  BatchFolders(OutputFiles files, String run, long token, List<Address> addresses) {
    this.files = files;
    this.run = run;
    this.token = token;
    this.addresses = List.copyOf(addresses);
    this.committed = new CommittedBatches(files, run);
  }

  /** Returns the results that count. */
  CommittedBatches committed() {
    return committed;
  }

  /** Deletes the files of fenced drivers' tasks, before this driver runs its first batch. */
  void begin() {
    files.deleteTemporaryBefore(token);
  }

  /** Deletes files that tasks have left. */
  void end() {
    files.deleteTemporary(token);
  }

  /** Moves these files into place, folder by folder, and deletes those of other attempts. */
  void commit(RunBatch batch, Collection<PartFile> parts, Fence fence) throws InterruptedException {
    NavigableMap<String, List<PartFile>> folders =
        parts.stream()
            .collect(
                Collectors.groupingBy(PartFile::batchFolder, TreeMap::new, Collectors.toList()));
    Map<String, List<PartFile>> made = new LinkedHashMap<>();
    Optional<Instant> time = Optional.of(SuccessMark.now());
    try {
      for (Map.Entry<String, List<PartFile>> folder : folders.entrySet()) {
        List<String> names = folder.getValue().stream().map(PartFile::name).sorted().toList();
        SuccessMark mark =
            new SuccessMark(run, token, batch, List.copyOf(folders.keySet()), names, time);
        if (!committed.isComplete(folder.getKey(), batch)) {
          clear(folder.getKey(), fence);
          made.put(folder.getKey(), folder.getValue());
          fill(folder.getKey(), folder.getValue(), mark, fence);
        }
      }
      files.delete(PartFile.temporary(token, batch.id()));
    } catch (IOException e) {
      throw new RunException(
          "cannot write a batch to "
              + files
              + ": "
              + FileReason.of(e)
              + "; remove the cause and start again, the batch is then repeated",
          e);
    } catch (FencedException | RunException e) {
      if (batch.isLive()) {
        withdraw(made, e);
      }
      throw e;
    }
  }

  /**
   * Deletes this driver's files from the folders that it has begun to fill, since no driver repeats
   * the batch. A successor may use the same id, if this driver was paused before it recorded the
   * batch: the successor's files and their folders stay.
   */
  private void withdraw(Map<String, List<PartFile>> made, Exception reason) {
    try {
      for (Map.Entry<String, List<PartFile>> folder : made.entrySet()) {
        if (committed.mark(folder.getKey()).isEmpty()) {
          for (PartFile part : folder.getValue()) {
            files.delete(folder.getKey() + "/" + part.name());
          }
          files.deleteIfEmpty(folder.getKey());
        }
      }
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private void clear(String folder, Fence fence) throws IOException, InterruptedException {
    List<FileStatus> left = files.list(folder);
    for (FileStatus file : left) {
      fence.ensureHeld();
      files.delete(file.getPath());
    }
    fence.ensureHeld();
  }

  private void fill(String folder, List<PartFile> parts, SuccessMark mark, Fence fence)
      throws IOException, InterruptedException {
    files.makeFolder(folder);
    for (PartFile part : parts) {
      fence.ensureHeld();
      files.move(part.path(), folder + "/" + part.name());
    }
    String success =
        PartFile.temporary(token, mark.batch().id()) + "/" + folder + "/" + SuccessMark.NAME;
    files.write(success, mark.content(addresses));
    fence.ensureHeld();
    files.move(success, folder + "/" + SuccessMark.NAME);
    files.sync(folder);
    fence.ensureHeld(); // Or else a successor finds the folder, and counts what is in it.
  }

  /** Deletes the incomplete folders of a batch that is never repeated. */
  void discard(RunBatch batch, Fence fence) throws InterruptedException {
    try {
      for (String kind : committed.kinds()) {
        String folder = kind + "/batch=" + batch.id();
        if (committed.mark(folder).isEmpty()) {
          fence.ensureHeld();
          files.delete(folder);
        }
      }
    } catch (IOException e) {
      throw new RunException(
          "cannot write to " + files + ": " + FileReason.of(e) + "; check the file system", e);
    }
  }

  @Override
  public String toString() {
    return files.toString();
  }
}
