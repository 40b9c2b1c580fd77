package dev.conveyor.jobs.text;

import java.util.Arrays;
import java.util.Optional;

/**
 * A format of text files. The first bytes tell it; the end of the name only where a format has no
 * mark. Marks are strict: text that happens to begin with {@code BZh} or {@code PK} is text.
 */
enum Format {
  GZIP("gzip", ".gz"),
  BZIP2("bzip2", ".bz2"),
  LZ4("lz4"),
  ZSTD("zstd", ".zst"),
  SNAPPY("snappy"),
  COMPRESS("compress", ".Z"),
  XZ("xz", ".xz"),
  LZMA("lzma", ".lzma"),

  /** Written by Hadoop, without a mark. */
  HADOOP_LZ4("lz4"),
  /** Written by Hadoop, without a mark. */
  HADOOP_SNAPPY("snappy"),
  /** Its mark is two bytes that text may begin with, so zlib data has to follow. */
  ZLIB("zlib"),

  /** Encoders and decoders of such short codes disagree on when a table is cleared. */
  COMPRESS_9("compress with codes of 9 bits"),
  PACK("pack"),
  OLD_LZ4("lz4 of before version 1.4"),
  LZOP("lzop", ".lzo"),
  LZIP("lzip"),
  BROTLI("brotli", ".br"),
  ZIP("zip", ".zip"),
  SEVEN_ZIP("7z", ".7z"),
  RAR("rar"),
  TAR("tar"),

  UTF_32("UTF-32"),
  UTF_16("UTF-16"),
  PLAIN("plain text");

  private static final long LARGEST_LZMA = 1L << 38;
  private static final int MAX_LZMA_PARAMETERS = 9 * 5 * 5;

  private final String word;
  private final Optional<String> suffix;

  Format(String word) {
    this.word = word;
    this.suffix = Optional.empty();
  }

  /**
   * @param suffix of files that must have the mark
   */
  Format(String word, String suffix) {
    this.word = word;
    this.suffix = Optional.of(suffix);
  }

  private boolean isMarkOf(LeadingBytes head) {
    return switch (this) {
      case GZIP -> head.startsWith(0x1f, 0x8b, 8) && (head.at(3) & 0xe0) == 0;
      case BZIP2 -> isBzip2(head);
      case LZ4 -> isFramed(head, 0x04, 0x22, 0x4d, 0x18);
      case ZSTD -> isFramed(head, 0x28, 0xb5, 0x2f, 0xfd) || isSkippable(head, 0);
      case SNAPPY -> head.startsWith(0xff, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y');
      case COMPRESS -> isCompress(head);
      case XZ -> head.startsWith(0xfd, '7', 'z', 'X', 'Z', 0);
      case LZMA -> head.startsWith(0x5d, 0) && isLzma(head);
      case ZLIB -> isZlib(head);
      case HADOOP_LZ4, HADOOP_SNAPPY, BROTLI -> false;
      case COMPRESS_9 -> head.startsWith(0x1f, 0x9d) && (head.at(2) & 0x7f) == 9;
      case PACK -> head.startsWith(0x1f, 0x1e);
      case OLD_LZ4 -> head.startsWith(0x02, 0x21, 0x4c, 0x18);
      case LZOP -> head.startsWith(0x89, 'L', 'Z', 'O', 0, '\r', '\n', 0x1a, '\n');
      case LZIP -> head.startsWith('L', 'Z', 'I', 'P', 1);
      case ZIP -> isZip(head);
      case SEVEN_ZIP -> head.startsWith('7', 'z', 0xbc, 0xaf, 0x27, 0x1c);
      case RAR -> head.startsWith('R', 'a', 'r', '!', 0x1a, 7);
      case TAR -> isTar(head);
      case UTF_32 -> head.startsWith(0xff, 0xfe, 0, 0) || head.startsWith(0, 0, 0xfe, 0xff);
      case UTF_16 -> head.startsWith(0xff, 0xfe) || head.startsWith(0xfe, 0xff);
      case PLAIN -> true;
    };
  }

  /** Returns the first format whose mark the bytes have. */
  static Format of(LeadingBytes head) {
    return Arrays.stream(values())
        .filter(format -> format.isMarkOf(head))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the format whose mark a file of that name must have, if any. */
  static Optional<Format> named(String name) {
    return Arrays.stream(values())
        .filter(format -> format.suffix.filter(name::endsWith).isPresent())
        .findFirst();
  }

  /** Returns whether a file named after this format may be in it without a mark. */
  boolean mayBe(LeadingBytes head) {
    return this == LZMA && isLzma(head);
  }

  /** Returns the format of files of that name that have no mark. */
  static Format unmarked(String name) {
    if (name.endsWith(".lz4")) {
      return HADOOP_LZ4;
    }
    if (name.endsWith(".snappy")) {
      return HADOOP_SNAPPY;
    }
    return name.endsWith(".deflate") ? ZLIB : PLAIN;
  }

  boolean isEncoding() {
    return this == UTF_32 || this == UTF_16 || this == PLAIN;
  }

  /** Returns whether this program can read the format. */
  boolean isRead() {
    return switch (this) {
      case COMPRESS_9, PACK, OLD_LZ4, LZOP, LZIP, BROTLI, ZIP, SEVEN_ZIP, RAR, TAR -> false;
      default -> true;
    };
  }

  /** The user's word for the format. */
  @Override
  public String toString() {
    return word;
  }

  private static boolean isBzip2(LeadingBytes head) {
    return head.startsWith('B', 'Z', 'h')
        && head.at(3) >= '1'
        && head.at(3) <= '9'
        && (head.holds(4, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59)
            || head.holds(4, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90));
  }

  /** Skips frames of zstd and lz4 that decoders skip. */
  private static boolean isFramed(LeadingBytes head, int... mark) {
    long at = 0;
    while (at < head.length() && isSkippable(head, (int) at)) {
      at += 8 + head.number((int) at + 4, 4);
    }
    return at < head.length() && head.holds((int) at, mark);
  }

  private static boolean isSkippable(LeadingBytes head, int index) {
    return (head.at(index) & 0xf0) == 0x50 && head.holds(index + 1, 0x2a, 0x4d, 0x18);
  }

  /** The third byte holds the maximum code length, 10 to 16 bits, and two unused bits. */
  private static boolean isCompress(LeadingBytes head) {
    int bits = head.at(2) & 0x1f;
    return head.startsWith(0x1f, 0x9d) && (head.at(2) & 0x60) == 0 && bits >= 10 && bits <= 16;
  }

  /**
   * LZMA has no mark. Its first byte encodes parameters, the usual ones (as xz recognizes) or
   * others.
   */
  private static boolean isLzma(LeadingBytes head) {
    long dictionary = head.number(1, 4);
    long length = head.number(5, 8);
    long rounded = Long.highestOneBit(dictionary);
    return head.at(0) < MAX_LZMA_PARAMETERS
        && head.at(13) == 0
        && dictionary >= 1 << 12
        && (dictionary == rounded || dictionary == rounded + rounded / 2)
        && (length == -1 || (length >= 0 && length < LARGEST_LZMA));
  }

  /** The letter x, and the compression level. */
  private static boolean isZlib(LeadingBytes head) {
    return (head.startsWith(0x78, 0x01)
            || head.startsWith(0x78, 0x5e)
            || head.startsWith(0x78, 0x9c)
            || head.startsWith(0x78, 0xda))
        && MultiZlibStream.mayBegin(head.bytes());
  }

  private static boolean isZip(LeadingBytes head) {
    return head.startsWith('P', 'K', 3, 4)
        || head.startsWith('P', 'K', 5, 6)
        || head.startsWith('P', 'K', 7, 8);
  }

  /** The header holds the sum of its bytes as octal digits, which count as blanks themselves. */
  private static boolean isTar(LeadingBytes head) {
    if (head.length() < LeadingBytes.LENGTH) {
      return false;
    }
    int sum = 0;
    long expected = 0;
    for (int at = 0; at < LeadingBytes.LENGTH; at++) {
      boolean isSum = at >= 148 && at < 156;
      sum += isSum ? ' ' : head.at(at);
      if (isSum && head.at(at) >= '0' && head.at(at) <= '7') {
        expected = expected * 8 + head.at(at) - '0';
      }
    }
    return head.at(0) > 0 && sum == expected;
  }
}
