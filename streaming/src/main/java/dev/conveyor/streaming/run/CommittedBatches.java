package dev.conveyor.streaming.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;

/** The batches of a run whose folders in its output are complete. Driver only. */
final class CommittedBatches {
  private static final Pattern BATCH = Pattern.compile("batch=([0-9]{1,18})");
  private static final String DEAD = "_dead";

  private final OutputFiles files;
  private final String run;

  /** The folds of each folder, as they were when first needed: they hold no batch of later ones. */
  private final Map<String, FoldedBatches> folded = new HashMap<>();

  CommittedBatches(OutputFiles files, String run) {
    this.files = files;
    this.run = run;
  }

  /**
   * Returns whether an earlier attempt of a batch has completed a folder.
   *
   * @throws RunException if the folder holds other results that count
   */
  boolean isComplete(String folder, RunBatch batch) throws IOException {
    Set<String> names = names(folder);
    if (!names.remove(SuccessMark.NAME)) {
      return isFolded(folder);
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

  private boolean isFolded(String folder) throws IOException {
    int slash = folder.lastIndexOf('/');
    String kind = folder.substring(0, slash);
    FoldedBatches folds = folded.get(kind);
    if (folds == null) {
      folds = files.folds(kind, files.names(kind));
      folded.put(kind, folds);
    }
    return folds.hide(folder.substring(slash + 1));
  }

  /**
   * Returns the marks of all folds that count.
   *
   * @throws RunException if a fold is another run's
   */
  private List<FoldMark> folds() throws IOException {
    List<FoldMark> marks = new ArrayList<>();
    for (String kind : kinds()) {
      for (BatchSpan span : files.folds(kind, files.names(kind)).spans()) {
        Optional<FoldMark> mark = files.foldMark(kind + "/" + span.name());
        if (mark.isPresent() && !mark.get().run().equals(run)) {
          throw refused(kind + "/" + span.name() + " holds results of run " + mark.get().run());
        }
        mark.ifPresent(marks::add);
      }
    }
    return marks;
  }

  /** Returns the highest token in the name of any fold, complete or not; 0 if there is none. */
  long foldTokens() {
    long highest = 0;
    try {
      for (String kind : kinds()) {
        for (String name : files.names(kind)) {
          highest = Math.max(highest, BatchSpan.named(name).map(BatchSpan::token).orElse(0L));
        }
      }
      return highest;
    } catch (IOException e) {
      throw unreadable(e);
    }
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

  /** Returns the mark of a folder; empty if it is incomplete, or of another program. */
  Optional<SuccessMark> mark(String folder) throws IOException {
    return names(folder).contains(SuccessMark.NAME)
        ? SuccessMark.of(files.read(folder + "/" + SuccessMark.NAME))
        : Optional.empty();
  }

  /**
   * Returns the batches with complete folders from an id on, in order; of a fold the last one.
   *
   * @throws RunException if one of them is another run's
   */
  List<RunBatch> from(long id) {
    TreeMap<Long, RunBatch> found = new TreeMap<>();
    try {
      for (FoldMark fold : folds()) {
        if (fold.last().id() >= id) {
          found.put(fold.last().id(), fold.last());
        }
      }
      for (String folder : folders(id)) {
        Optional<RunBatch> batch = mark(folder).map(SuccessMark::batch);
        if (isComplete(folder, batch.map(of -> found.getOrDefault(of.id(), of)).orElse(null))) {
          found.put(batch.orElseThrow().id(), batch.orElseThrow());
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return List.copyOf(found.values());
  }

  /**
   * Returns whether a batch has folders and all are complete.
   *
   * @throws RunException if some are and others are not
   */
  boolean contain(RunBatch batch) {
    try {
      Set<String> folders = new LinkedHashSet<>();
      for (String kind : kinds()) {
        String own = kind + "/batch=" + batch.id();
        Optional<SuccessMark> mark = mark(own);
        mark.filter(of -> of.run().equals(run) && of.isOf(batch))
            .ifPresent(of -> folders.addAll(of.folders()));
        if (mark.isEmpty() && isFolded(own)) {
          folders.add(own);
        }
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
      throw unreadable(e);
    }
  }

  /** Returns whether any folder is complete, or was, by this run. */
  boolean exist() {
    try {
      for (String folder : folders(0)) {
        if (mark(folder).filter(mark -> mark.run().equals(run)).isPresent()) {
          return true;
        }
      }
      return !folds().isEmpty();
    } catch (IOException e) {
      throw unreadable(e);
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

  /** Returns the folders of batches, below the output. */
  List<String> kinds() throws IOException {
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

  private RunException unreadable(IOException e) {
    return new RunException(
        "cannot read " + files + ": " + FileReason.of(e) + "; check the file system", e);
  }

  @Override
  public String toString() {
    return files.toString();
  }

  /**
   * Releases the batches of earlier drivers whose results are complete. What stays claimed is in no
   * complete folder.
   *
   * @throws RunException if that is unknown: the output has no results of the run, or a batch is
   *     complete in one of its folders and not in another, which only its stream can complete
   */
  void release(Run driver) throws InterruptedException {
    List<RunBatch> unfinished = driver.unfinished();
    if (!unfinished.isEmpty() && !exist()) {
      throw new RunException(
          driver.plan().output().get()
              + " has no results of it; were they moved, or is none complete yet?");
    }
    for (RunBatch batch : unfinished) {
      if (contain(batch)) {
        driver.done(batch);
      }
    }
  }
}
