package dev.conveyor.jobs.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * A checksum of all lines of a result, which does not depend on their order or on their division
 * into files.
 */
final class LineDigest {
  private static final int BUFFER = 1 << 20;
  private static final long START = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private final byte[] buffer = new byte[BUFFER];
  private long sum;
  private long lines;

  private LineDigest() {}

  /** Reads a file, or all files of a folder whose names begin with {@code part-}. */
  static String of(Path result) throws IOException {
    LineDigest digest = new LineDigest();
    for (Path file : files(result)) {
      digest.add(file);
    }
    return digest.lines + " lines, " + Long.toHexString(digest.sum);
  }

  /**
   * Depends on each byte of a result, and on the order of its lines. The files of a result that was
   * divided by key are merged: each has to be sorted.
   */
  static String inOrder(Path result) throws IOException {
    MessageDigest digest = sha256();
    PriorityQueue<Part> parts = new PriorityQueue<>();
    try {
      for (Path file : files(result)) {
        next(new Part(Files.newBufferedReader(file, ISO_8859_1)), parts);
      }
      while (!parts.isEmpty()) {
        Part least = parts.remove();
        digest.update((least.line + "\n").getBytes(ISO_8859_1));
        next(least, parts);
      }
    } finally {
      for (Part part : parts) {
        part.lines.close();
      }
    }
    return "SHA-256 " + HexFormat.of().formatHex(digest.digest());
  }

  private static void next(Part part, PriorityQueue<Part> parts) throws IOException {
    part.line = part.lines.readLine();
    if (part.line == null) {
      part.lines.close();
    } else {
      parts.add(part);
    }
  }

  /** A file at one of its lines, each byte of which is a character. */
  private static final class Part implements Comparable<Part> {
    private final BufferedReader lines;
    private String line;

    private Part(BufferedReader lines) {
      this.lines = lines;
    }

    @Override
    public int compareTo(Part other) {
      return line.compareTo(other.line);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Each Java has it.
    }
  }

  private static List<Path> files(Path result) throws IOException {
    if (!Files.isDirectory(result)) {
      return List.of(result);
    }
    try (Stream<Path> files = Files.list(result)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .sorted()
          .toList();
    }
  }

  private void add(Path file) throws IOException {
    long hash = START;
    boolean open = false;
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++) {
          if (buffer[i] == '\n') {
            end(hash);
            hash = START;
            open = false;
          } else {
            hash = (hash ^ (buffer[i] & 0xff)) * PRIME;
            open = true;
          }
        }
      }
    }
    if (open) {
      end(hash);
    }
  }

  private void end(long hash) {
    long mixed = (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
    sum += mixed ^ (mixed >>> 29);
    lines++;
  }
}
