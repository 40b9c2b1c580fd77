package dev.conveyor.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bare program to be measured against: counts the words of one file as fast as a short program
 * can, with none of what a job promises. A word is a run of ASCII letters, in lower case. No
 * Unicode, no apostrophes, no records, no dead letters, one file, all keys in memory.
 *
 * <p>{@code BareCount FILE OUT [threads]} writes sorted lines {@code key<TAB>count}. {@code
 * BareCount --sum FILE [threads]} only adds up the bytes, read in the same way: the rate at which
 * this machine can look at each byte. Both print the seconds after start-up to stderr.
 */
public final class BareCount {
  private static final int PIECE = 256 << 10;
  private static final int SPARE = 64;

  private final FileChannel file;
  private final long length;
  private final AtomicLong next = new AtomicLong();

  private BareCount(FileChannel file) throws IOException {
    this.file = file;
    this.length = file.size();
  }

  public static void main(String[] args) throws Exception {
    boolean isSum = args[0].equals("--sum");
    int threads = args.length > 2 ? Integer.parseInt(args[2]) : 2;
    long start = System.nanoTime();
    try (FileChannel file = FileChannel.open(Path.of(args[isSum ? 1 : 0]))) {
      BareCount program = new BareCount(file);
      if (isSum) {
        System.out.println(run(threads, program::sum).stream().mapToLong(Long::longValue).sum());
      } else {
        write(run(threads, program::count), Path.of(args[1]));
      }
    }
    System.err.printf(Locale.ROOT, "seconds=%.3f%n", (System.nanoTime() - start) / 1e9);
  }

  private static <T> List<T> run(int threads, Callable<T> task)
      throws InterruptedException, ExecutionException {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : workers.invokeAll(Collections.nCopies(threads, task))) {
        results.add(result.get());
      }
      return results;
    } finally {
      workers.shutdown();
    }
  }

  private static void write(List<BareTable> tables, Path into) throws IOException {
    BareTable all = tables.get(0);
    tables.subList(1, tables.size()).forEach(all::addAll);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(into), PIECE)) {
      all.write(out);
    }
  }

  private long sum() throws IOException {
    byte[] buffer = new byte[PIECE];
    long sum = 0;
    for (long from = next.getAndAdd(PIECE); from < length; from = next.getAndAdd(PIECE)) {
      sum += sum(buffer, read(from, buffer, 0, PIECE));
    }
    return sum;
  }

  private static long sum(byte[] buffer, int to) {
    long sum = 0;
    for (int at = 0; at < to; at++) {
      sum += buffer[at];
    }
    return sum;
  }

  private BareTable count() throws IOException {
    BareTable words = new BareTable();
    byte[] buffer = new byte[1 + PIECE + SPARE + Long.BYTES];
    for (long from = next.getAndAdd(PIECE); from < length; from = next.getAndAdd(PIECE)) {
      buffer = count(from, buffer, words);
    }
    return words;
  }

  /** Counts the words that begin in a piece of the file; returns the buffer, grown if needed. */
  private byte[] count(long from, byte[] shared, BareTable words) throws IOException {
    byte[] buffer = shared;
    int before = from == 0 ? 0 : 1;
    int limit = read(from - before, buffer, 0, before + PIECE + SPARE);
    int end = Math.min(limit, before + PIECE);
    while (from - before + limit < length && endsInLetters(buffer, end - 1, limit)) {
      if (limit + PIECE > buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * buffer.length + PIECE);
      }
      limit += read(from - before + limit, buffer, limit, SPARE);
    }
    Arrays.fill(buffer, limit, limit + Long.BYTES, (byte) 0);
    int at = 0;
    if (before > 0) {
      while (at < limit && BareTable.isLetter(buffer[at])) {
        at++;
      }
    }
    words.count(buffer, at, end);
    return buffer;
  }

  private static boolean endsInLetters(byte[] buffer, int from, int to) {
    int at = from;
    while (at < to && BareTable.isLetter(buffer[at])) {
      at++;
    }
    return at == to;
  }

  private int read(long position, byte[] buffer, int from, int most) throws IOException {
    int read = 0;
    while (read < most) {
      ByteBuffer into = ByteBuffer.wrap(buffer, from + read, most - read);
      int more = file.read(into, position + read);
      if (more < 0) {
        return read;
      }
      read += more;
    }
    return read;
  }
}
