package dev.conveyor.jobs.dead;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The lines of a file of dead letters that were fed again, as ranges of numbers from 0 in a file
 * beside it. A file that was cut short names fewer lines: those are fed once more.
 */
record FedLines(FileSystem files, Path file, BitSet lines) {
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})-([0-9]{1,9})\n");

  /** Reads the lines that were fed of a file of dead letters. */
  static FedLines of(FileSystem files, Path letters) throws IOException {
    Path file = new Path(letters.getParent(), "." + letters.getName() + ".fed");
    BitSet lines = new BitSet();
    try (InputStream in = files.open(file)) {
      Matcher range = RANGE.matcher(new String(in.readAllBytes(), US_ASCII));
      while (range.find()) {
        lines.set(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)) + 1);
      }
    } catch (FileNotFoundException e) {
      // None was fed.
    }
    return new FedLines(files, file, lines);
  }

  void write() throws IOException {
    StringBuilder ranges = new StringBuilder();
    for (int from = lines.nextSetBit(0); from >= 0; ) {
      int end = lines.nextClearBit(from);
      ranges.append(from).append('-').append(end - 1).append('\n');
      from = lines.nextSetBit(end);
    }
    try (OutputStream out = files.create(file, true)) {
      out.write(ranges.toString().getBytes(US_ASCII));
    }
  }

  void delete() throws IOException {
    files.delete(file, false);
  }
}
