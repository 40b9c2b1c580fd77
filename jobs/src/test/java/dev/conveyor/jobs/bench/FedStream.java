package dev.conveyor.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Our stream, and our feeder that sends to it meanwhile.
 *
 * @param address for both ends
 * @param bytes of a message
 * @param interval of a batch
 * @param engine of the stream
 */
record FedStream(Workspace workspace, String address, int bytes, String interval, String engine) {
  private static final int LINES = 10_000;

  /** Sends at least this number of messages, in whole files; further words are for the feeder. */
  Measurement measure(int messages, String... more) throws IOException, InterruptedException {
    Path folder = workspace.temporary();
    int lines = Math.min(messages, LINES);
    int repeats = (messages + lines - 1) / lines;
    Path file = folder.resolve("lines.txt");
    Files.write(file, new Texts(bytes).lines(lines));
    List<String> words = new ArrayList<>(List.of("feed", "lines", file.toString()));
    words.addAll(List.of("--to", address, "--repeat", Integer.toString(repeats), "--quit", "1"));
    words.addAll(List.of(more));
    MeasuredCommand feeder = workspace.conveyor("", words.toArray(String[]::new));
    FutureTask<MeasuredCommand.Run> fed = new FutureTask<>(feeder::run);
    FutureTask<MeasuredCommand.Run> read =
        new FutureTask<>(
            StreamSides.stream(
                    workspace, folder, address, interval, "--engine", engine, "--until-quit")
                ::run);
    start(read, fed);
    start(fed, read);
    try {
      Workspace.delete(fed.get().folder());
      long counted = (long) lines * repeats * Texts.words(bytes);
      MeasuredCommand.Run run = read.get();
      BatchTimes batches = BatchTimes.of(StreamSides.counts(folder).resolve(StreamSides.JOB));
      Measurement measured = StreamSides.finished(run, folder, counted);
      measured.figures().putAll(batches.figures());
      return measured;
    } catch (ExecutionException | java.util.concurrent.CancellationException e) {
      throw new IOException(cause(read, fed), e);
    } finally {
      fed.cancel(true);
      read.cancel(true);
    }
  }

  /** Runs one; when it fails the other has nothing to wait for. */
  private static void start(FutureTask<?> task, FutureTask<?> other) {
    Thread thread =
        new Thread(
            () -> {
              task.run();
              if (failure(task) != null) {
                other.cancel(true);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static String cause(FutureTask<?>... tasks) {
    for (FutureTask<?> task : tasks) {
      if (task.isDone() && failure(task) != null) {
        return failure(task);
      }
    }
    return "cannot measure: it was cancelled";
  }

  private static String failure(FutureTask<?> task) {
    if (task.isCancelled()) {
      return null;
    }
    try {
      task.get();
      return null;
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause().getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
