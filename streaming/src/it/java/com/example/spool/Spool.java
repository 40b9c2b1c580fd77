package com.example.spool;

import dev.conveyor.streaming.TransportException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The files of a queue, whose names sort as their messages do: those that wait, those of each
 * reader and those of each run. Every change is made under one lock.
 */
record Spool(Path folder) {
  /** Locks on files are between processes only. */
  private static final ReentrantLock IN_THIS_JVM = new ReentrantLock();

  private static final long FIRST = 1_000_000_000_000_000L;

  /** A step on files. */
  interface Step<T> {
    T run() throws IOException, InterruptedException;
  }

  <T> T locked(Step<T> step) throws InterruptedException {
    IN_THIS_JVM.lockInterruptibly();
    try {
      Files.createDirectories(waiting());
      try (FileChannel lock =
              FileChannel.open(
                  folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = lock.lock()) {
        return held.isValid() ? step.run() : null;
      }
    } catch (ClosedByInterruptException | FileLockInterruptionException e) {
      Thread.interrupted();
      throw new InterruptedException();
    } catch (IOException e) {
      throw new TransportException(
          "cannot use " + folder + ": " + e + "; name a directory that can be written", e);
    } finally {
      IN_THIS_JVM.unlock();
    }
  }

  Path waiting() {
    return folder.resolve("waiting");
  }

  Path claim(String run) {
    return folder.resolve("runs").resolve(run);
  }

  /** The token of the latest driver; 0 if there was none. */
  long token(String run) throws IOException {
    return number(folder.resolve("runs").resolve(run + ".token"));
  }

  void setToken(String run, long token) throws IOException {
    Files.createDirectories(claim(run));
    Files.writeString(folder.resolve("runs").resolve(run + ".token"), Long.toString(token));
  }

  long released(String run) throws IOException {
    return number(folder.resolve("runs").resolve(run + ".released"));
  }

  void setReleased(String run, long upTo) throws IOException {
    Files.writeString(folder.resolve("runs").resolve(run + ".released"), Long.toString(upTo));
  }

  private static long number(Path file) throws IOException {
    return Files.exists(file) ? Long.parseLong(Files.readString(file)) : 0;
  }

  static List<Path> files(Path of) throws IOException {
    if (!Files.isDirectory(of)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(of)) {
      return files.sorted().toList();
    }
  }

  static Path numbered(Path in, long number) {
    return in.resolve(String.format(Locale.ROOT, "%019d", number));
  }

  /** Moves a counter, so that no name is used twice, and returns where it stands. */
  private long count(String counter, int by) throws IOException {
    Path file = folder.resolve(counter);
    long next = number(file) + by;
    Files.writeString(file, Long.toString(next));
    return next;
  }

  void append(byte[] body) throws IOException {
    Path whole = Files.write(folder.resolve("new"), body);
    Files.move(whole, numbered(waiting(), FIRST + count("appended", 1)), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Returns all of a folder to the head of the queue, in order. */
  long putBack(Path from) throws IOException {
    return putBack(files(from));
  }

  long putBack(List<Path> files) throws IOException {
    long first = FIRST - count("returned", files.size());
    for (int i = 0; i < files.size(); i++) {
      Files.move(files.get(i), numbered(waiting(), first + i));
    }
    return files.size();
  }
}
