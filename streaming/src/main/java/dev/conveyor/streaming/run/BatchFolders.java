package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.FencedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;

/**
 * Commits the results of a run's batches: {@code DIR/<folder>/batch=<id>/part-*} with {@code
 * _SUCCESS} last, on any Hadoop file system. Driver only.
 *
 * <p>A folder that an earlier try of the same batch has completed is kept: {@code _SUCCESS} says of
 * which run, batch and ranges it is. A complete one of another run is refused, since replacing it
 * would lose results; an incomplete one does not count and is replaced.
 *
 * <p>A driver that is fenced may wake up between a look at its lease and the one step that follows.
 * That step harms nothing: it moves a file from the temporary folder of its token, which its
 * successor has deleted, or deletes a file that it saw before that look, which is none of its
 * successor's, since all names bear tokens.
 */
final class BatchFolders {
  private static final Pattern BATCH = Pattern.compile("batch=([0-9]{1,18})");
  private static final String DEAD = "_dead";

  private final OutputFiles files;
  private final String run;
  private final long token;
  private final List<Address> addresses;

  /** Is asked before each step that changes what counts; throws if the driver is fenced. */
  @FunctionalInterface
  interface Fence {
    void ensureHeld() throws InterruptedException;
  }

  BatchFolders(OutputFiles files, String run, long token, List<Address> addresses) {
    this.files = files;
    this.run = run;
    this.token = token;
    this.addresses = List.copyOf(addresses);
  }

  /** Deletes what tasks of fenced drivers have written, before this driver runs its first batch. */
  void begin() {
    files.deleteTemporaryBefore(token);
  }

  /** Deletes what tasks have left. */
  void end() {
    files.deleteTemporary(token);
  }

  /** Moves these files into place, folder by folder, and deletes what other attempts wrote. */
  void commit(RunBatch batch, Collection<PartFile> parts, Fence fence) throws InterruptedException {
    NavigableMap<String, List<PartFile>> folders =
        parts.stream()
            .collect(Collectors.groupingBy(PartFile::place, TreeMap::new, Collectors.toList()));
    Map<String, List<PartFile>> made = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, List<PartFile>> folder : folders.entrySet()) {
        List<String> names = folder.getValue().stream().map(PartFile::name).sorted().toList();
        SuccessMark mark = new SuccessMark(run, token, batch, List.copyOf(folders.keySet()), names);
        if (!isComplete(folder.getKey(), batch)) {
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
        if (mark(folder.getKey()).isEmpty()) {
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

  /**
   * Whether an earlier try of this batch has completed its folder.
   *
   * @throws RunException if it holds something else that counts
   */
  private boolean isComplete(String folder, RunBatch batch) throws IOException {
    Set<String> names = names(folder);
    if (!names.remove(SuccessMark.NAME)) {
      return false;
    }
    SuccessMark mark =
        mark(folder).orElseThrow(() -> refused(folder + " holds results of another program"));
    if (!mark.run().equals(run)) {
      throw refused(folder + " holds results of run " + mark.run());
    }
    if (!mark.isOf(batch)) {
      throw refused(folder + " holds results of other messages than this batch");
    }
    return mark.names(names);
  }

  private RunException refused(String reason) {
    return new RunException(
        "cannot write batches to "
            + files
            + ": "
            + reason
            + "; name another folder for the results, and one for the checkpoint");
  }

  private Set<String> names(String folder) throws IOException {
    return files.list(folder).stream()
        .map(file -> file.getPath().getName())
        .filter(name -> !name.startsWith("."))
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** What a folder says that it holds; empty if it is incomplete, or of another program. */
  private Optional<SuccessMark> mark(String folder) throws IOException {
    return names(folder).contains(SuccessMark.NAME)
        ? SuccessMark.of(files.read(folder + "/" + SuccessMark.NAME))
        : Optional.empty();
  }

  /**
   * The batches with complete folders from that id on, in order: what a checkpoint has lost.
   *
   * @throws RunException if one of them is another run's
   */
  List<RunBatch> completeFrom(long id) {
    TreeMap<Long, RunBatch> found = new TreeMap<>();
    try {
      for (String folder : folders(id)) {
        Optional<RunBatch> batch = mark(folder).map(SuccessMark::batch);
        if (isComplete(folder, batch.map(of -> found.getOrDefault(of.id(), of)).orElse(null))) {
          found.put(batch.orElseThrow().id(), batch.orElseThrow());
        }
      }
    } catch (IOException e) {
      throw new RunException(
          "cannot read " + files + ": " + FileReason.of(e) + "; check the file system", e);
    }
    return List.copyOf(found.values());
  }

  /**
   * Whether all folders that the batch has are complete; not if it has none.
   *
   * @throws RunException if some are and others are not
   */
  boolean isCommitted(RunBatch batch) {
    try {
      Set<String> folders = new LinkedHashSet<>();
      for (String folder : kinds()) {
        mark(folder + "/batch=" + batch.id())
            .filter(mark -> mark.run().equals(run) && mark.isOf(batch))
            .ifPresent(mark -> folders.addAll(mark.folders()));
      }
      for (String folder : folders) {
        if (!isComplete(folder, batch)) {
          throw new RunException(
              "cannot tell whether batch "
                  + batch.id()
                  + " in "
                  + files
                  + " counts: it is complete in a part of "
                  + folders
                  + "; start its stream again, which completes it");
        }
      }
      return !folders.isEmpty();
    } catch (IOException e) {
      throw new RunException(
          "cannot read " + files + ": " + FileReason.of(e) + "; check the file system", e);
    }
  }

  /** Whether any folder is complete, or was, by this run. */
  boolean haveResults() {
    try {
      for (String folder : folders(0)) {
        if (mark(folder).filter(mark -> mark.run().equals(run)).isPresent()) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new RunException(
          "cannot read " + files + ": " + FileReason.of(e) + "; check the file system", e);
    }
  }

  /** Deletes what a batch that is never repeated has left without completing it. */
  void discard(RunBatch batch, Fence fence) throws InterruptedException {
    try {
      for (String kind : kinds()) {
        String folder = kind + "/batch=" + batch.id();
        if (mark(folder).isEmpty()) {
          fence.ensureHeld();
          files.delete(folder);
        }
      }
    } catch (IOException e) {
      throw new RunException(
          "cannot write to " + files + ": " + FileReason.of(e) + "; check the file system", e);
    }
  }

  private List<String> folders(long from) throws IOException {
    List<String> folders = new ArrayList<>();
    for (String kind : kinds()) {
      for (FileStatus folder : files.list(kind)) {
        Matcher matcher = BATCH.matcher(folder.getPath().getName());
        if (matcher.matches() && Long.parseLong(matcher.group(1)) >= from) {
          folders.add(kind + "/" + folder.getPath().getName());
        }
      }
    }
    return folders;
  }

  /** The folders that hold batches, below the output. */
  private List<String> kinds() throws IOException {
    List<String> kinds = new ArrayList<>();
    for (FileStatus found : files.list("")) {
      String name = found.getPath().getName();
      if (found.isDirectory() && !name.startsWith("_") && !name.startsWith(".")) {
        kinds.add(name);
      }
    }
    for (FileStatus found : files.list(DEAD)) {
      kinds.add(DEAD + "/" + found.getPath().getName());
    }
    return kinds;
  }

  @Override
  public String toString() {
    return files.toString();
  }
}
