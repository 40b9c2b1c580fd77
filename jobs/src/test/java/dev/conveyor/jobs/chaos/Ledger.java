package dev.conveyor.jobs.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Which numbers were counted, and which more than once. Two bits a number. */
final class Ledger {
  private final int numbers;
  private final BitSet seen;
  private final BitSet twice;
  private long strange;
  private long batches;

  /** Of the numbers below this. */
  Ledger(int numbers) {
    this.numbers = numbers;
    this.seen = new BitSet(numbers);
    this.twice = new BitSet(numbers);
  }

  /** Adds what the complete batches of one job hold. */
  void addBatches(Path results) throws IOException {
    if (!Files.isDirectory(results)) {
      return;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(results, "batch=*")) {
      for (Path folder : folders) {
        if (Files.exists(folder.resolve("_SUCCESS"))) {
          batches++;
          addParts(folder);
        }
      }
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

  /** Adds a line of a result: the number, a tab, how often it was counted. */
  void add(String line) {
    int tab = line.lastIndexOf('\t');
    int number = number(line.substring(0, Math.max(tab, 0)));
    if (number < 0) {
      strange++;
      return;
    }
    if (seen.get(number) || !line.endsWith("\t1")) {
      twice.set(number);
    }
    seen.set(number);
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

  int seen() {
    return seen.cardinality();
  }

  int lost() {
    return numbers - seen.cardinality();
  }

  int twice() {
    return twice.cardinality();
  }

  /** The first numbers that are missing, so many at most. */
  int[] firstLost(int most) {
    return IntStream.range(0, numbers).filter(number -> !seen.get(number)).limit(most).toArray();
  }

  /** The first numbers that were counted more than once, so many at most. */
  int[] firstTwice(int most) {
    return twice.stream().limit(most).toArray();
  }
}
