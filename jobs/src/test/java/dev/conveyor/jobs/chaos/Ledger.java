package dev.conveyor.jobs.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which numbers were counted, and which more than once. Two bits a number. */
final class Ledger {
  private static final String BATCH = "batch=";
  private static final Comparator<Path> BY_ID = Comparator.comparingLong(Ledger::id);

  private final int numbers;
  private final BitSet seen;
  private final BitSet twice;
  private final int[] highest;
  private final int[] before;
  private long strange;
  private long counted;
  private final long[] outOfOrder;
  private long batches;

  /** Of the numbers below this, which one producer sent. */
  Ledger(int numbers) {
    this(numbers, 1);
  }

  /** Of the numbers below this, sent by a number of producers, each an equal share in order. */
  Ledger(int numbers, int producers) {
    this.numbers = numbers;
    this.highest = new int[producers];
    this.before = new int[producers];
    this.outOfOrder = new long[producers];
    this.seen = new BitSet(numbers);
    this.twice = new BitSet(numbers);
  }

  /** Adds what the complete batches of one job hold. */
  void addBatches(Path results) throws IOException {
    if (!Files.isDirectory(results)) {
      return;
    }
    try (Stream<Path> folders = Files.list(results)) {
      for (Path folder : folders.filter(Ledger::isBatch).sorted(BY_ID).toList()) {
        addFolder(folder);
      }
    }
  }

  private static boolean isBatch(Path folder) {
    return folder.getFileName().toString().startsWith(BATCH);
  }

  private static long id(Path folder) {
    return Long.parseLong(folder.getFileName().toString().substring(BATCH.length()));
  }

  /** Adds what a folder holds, if it is complete. Of batches, the next one that was cut. */
  void addFolder(Path folder) throws IOException {
    if (Files.exists(folder.resolve("_SUCCESS"))) {
      batches++;
      System.arraycopy(highest, 0, before, 0, highest.length);
      addParts(folder);
    }
  }

  private void addParts(Path folder) throws IOException {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "part-*")) {
      for (Path part : parts) {
        try (BufferedReader lines = Files.newBufferedReader(part)) {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            add(line);
          }
        }
      }
    }
  }

  /** Adds what went another way than through batches, in whatever order. */
  void addElsewhere(String body) {
    Arrays.fill(before, 0);
    add(body + "\t1");
  }

  /** Adds a line of a result: the number, a tab, how often it was counted. */
  void add(String line) {
    int tab = line.lastIndexOf('\t');
    int number = number(line.substring(0, Math.max(tab, 0)));
    if (number < 0) {
      strange++;
      return;
    }
    counted += amount(line, tab);
    if (seen.get(number) || !line.endsWith("\t1")) {
      twice.set(number);
    } else {
      follow(number);
    }
    seen.set(number);
  }

  private static long amount(String line, int tab) {
    try {
      return Long.parseLong(line.substring(tab + 1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Of one producer, a later batch holds later numbers than all before it. */
  private void follow(int number) {
    int producer = producer(number);
    if (number < before[producer]) {
      outOfOrder[producer]++;
    }
    highest[producer] = Math.max(highest[producer], number);
  }

  private int producer(int number) {
    int producer = (int) ((long) number * highest.length / numbers);
    return number < to(producer) ? producer : producer + 1;
  }

  /** As the feeders write it; -1 for what they did not. */
  private int number(String key) {
    if (!key.matches("0|[1-9][0-9]{0,8}")) {
      return -1;
    }
    int number = Integer.parseInt(key);
    return number < numbers ? number : -1;
  }

  long batches() {
    return batches;
  }

  /** Lines that are no number of ours. */
  long strange() {
    return strange;
  }

  /** The sum of all amounts. */
  long counted() {
    return counted;
  }

  /** How many numbers were counted in a later batch than a later number of that producer. */
  long outOfOrder(int producer) {
    return outOfOrder[producer];
  }

  /** How many numbers of a producer are missing. */
  int lost(int producer) {
    return to(producer) - from(producer) - seen.get(from(producer), to(producer)).cardinality();
  }

  /** How many numbers of a producer were counted more than once. */
  int twice(int producer) {
    return twice.get(from(producer), to(producer)).cardinality();
  }

  private int from(int producer) {
    return share(numbers, producer, highest.length);
  }

  private int to(int producer) {
    return share(numbers, producer + 1, highest.length);
  }

  /** Returns the start of a producer's share. */
  static int share(int numbers, int producer, int producers) {
    return (int) ((long) numbers * producer / producers);
  }

  int seen() {
    return seen.cardinality();
  }

  int lost() {
    return numbers - seen.cardinality();
  }

  int twice() {
    return twice.cardinality();
  }

  /** The first numbers that are missing, up to a limit. */
  int[] firstLost(int most) {
    return IntStream.range(0, numbers).filter(number -> !seen.get(number)).limit(most).toArray();
  }

  /** The first numbers that were counted more than once, up to a limit. */
  int[] firstTwice(int most) {
    return twice.stream().limit(most).toArray();
  }
}
