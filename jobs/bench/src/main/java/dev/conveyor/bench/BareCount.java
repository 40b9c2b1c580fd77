package dev.conveyor.bench;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The least that can count the words of a file of ASCII text: threads that share its chunks, each
 * with a table of its own. A word is a run of the letters A to Z in either case. It knows no other
 * letters, no limit of memory, no failure.
 *
 * <p>{@code BareCount FILE OUT [THREADS]} writes sorted lines of a word, a tab and its count. With
 * {@code --sum FILE [THREADS]} it reads in the same way, adds up all bytes and prints the sum. Both
 * print {@code seconds=1.234} to standard error, without the start of the JVM.
 */
public final class BareCount {
  private BareCount() {}

  /** The work of one thread on its chunks. */
  interface Work {
    void on(Chunk chunk);
  }

  public static void main(String[] words) throws Exception {
    long start = System.nanoTime();
    int threads = words.length > 2 ? Integer.parseInt(words[2]) : 2;
    if (words[0].equals("--sum")) {
      List<ByteSum> sums = new ArrayList<>();
      run(Path.of(words[1]), threads, () -> added(sums, new ByteSum()));
      System.out.println(sums.stream().mapToLong(ByteSum::sum).sum());
    } else {
      List<LetterWords> parts = new ArrayList<>();
      run(Path.of(words[0]), threads, () -> added(parts, new LetterWords()));
      LetterWords all = parts.get(0);
      parts.subList(1, parts.size()).forEach(all::addAll);
      all.write(Path.of(words[1]));
    }
    System.err.printf(Locale.ROOT, "seconds=%.3f%n", (System.nanoTime() - start) / 1e9);
  }

  private static <T> T added(List<T> all, T one) {
    all.add(one);
    return one;
  }

  private interface Maker {
    Work make();
  }

  private static void run(Path file, int threads, Maker maker)
      throws IOException, InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      AtomicLong next = new AtomicLong();
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Work work = maker.make();
        tasks.add(
            () -> {
              Chunk chunk = new Chunk(channel);
              while (chunk.read(next.getAndAdd(Chunk.LENGTH))) {
                work.on(chunk);
              }
              return null;
            });
      }
      for (Future<Void> task : pool.invokeAll(tasks)) {
        task.get();
      }
    } finally {
      pool.shutdown();
    }
  }

  /** Adds up all bytes. */
  private static final class ByteSum implements Work {
    private long sum;

    @Override
    public void on(Chunk chunk) {
      byte[] bytes = chunk.bytes();
      int part = 0;
      for (int at = chunk.from(); at < chunk.to(); at++) {
        part += bytes[at] & 0xff;
      }
      sum += part;
    }

    long sum() {
      return sum;
    }
  }
}
