package dev.conveyor.jobs.text;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * An open text file, and the format of its text: compressed in one of many formats, encoded as
 * UTF-16 or UTF-32 with a byte order mark, both, or plain bytes. The first bytes tell it, not the
 * name. Belongs to one thread.
 */
public final class TextFile {
  private static final String UNPACK = "unpack it or use gzip";

  private final String name;
  private final LeadingBytes head;
  private final Format format;

  private TextFile(String name, LeadingBytes head, Format format) {
    this.name = name;
    this.head = head;
    this.format = format;
  }

  /**
   * Reads the first bytes of a file.
   *
   * @param name name in messages; its end counts if the first bytes tell nothing
   * @param in the file from its first byte on; the caller closes it
   * @throws UnreadableTextException if the format cannot be read, or is not the one of the name
   */
  public static TextFile of(String name, InputStream in) throws IOException {
    LeadingBytes head = LeadingBytes.of(in);
    Format format = Format.of(head);
    if (!format.isEncoding()) {
      requireReadable(format);
      return new TextFile(name, head, format);
    }
    Optional<Format> promised = Format.named(name);
    if (promised.isPresent()) {
      requireReadable(promised.get());
      if (promised.get().mayBe(head)) {
        return new TextFile(name, head, promised.get());
      }
      throw notAsNamed(head, promised.get());
    }
    boolean mayBePacked = format == Format.PLAIN && head.length() > 0;
    return new TextFile(name, head, mayBePacked ? Format.unmarked(name) : format);
  }

  /** Returns whether the name of a file suggests a format that cannot be read. */
  public static boolean isSuspect(String name) {
    return Format.named(name).filter(format -> !format.isRead()).isPresent();
  }

  /**
   * Returns whether the bytes of the file are those of the text, so that it can be cut anywhere.
   */
  public boolean isPlain() {
    return format == Format.PLAIN;
  }

  /**
   * Returns the text, which the caller closes. Call it once. The stream fails if the data is
   * damaged or truncated.
   *
   * @throws UnreadableTextException if the decompressed data is not text
   */
  public InputStream stream() throws IOException {
    return decoded(0);
  }

  /** Returns the text without a byte order mark of UTF-8, like {@link #stream}. */
  public InputStream streamWithoutMark() throws IOException {
    return decoded(3);
  }

  private InputStream decoded(int markLength) throws IOException {
    if (format.isEncoding()) {
      return decoded(head, format, markLength);
    }
    LeadingBytes decompressed =
        LeadingBytes.of(DecompressedStream.of(format, head.stream(0), name));
    Format inner = Format.of(decompressed);
    if (!inner.isEncoding()) {
      throw new UnreadableTextException(
          "its " + format + " data holds " + inner + " data", "unpack it once more");
    }
    return decoded(decompressed, inner, markLength);
  }

  private static InputStream decoded(LeadingBytes head, Format encoding, int markLength) {
    if (encoding != Format.PLAIN) {
      return new TranscodedStream(head.stream(0), Charset.forName(encoding.toString()));
    }
    boolean isMarked = head.startsWith(0xef, 0xbb, 0xbf);
    return head.stream(isMarked ? markLength : 0);
  }

  private static void requireReadable(Format format) throws UnreadableTextException {
    if (!format.isRead()) {
      throw new UnreadableTextException("the format " + format + " is not supported", UNPACK);
    }
  }

  private static IOException notAsNamed(LeadingBytes head, Format promised) {
    return head.length() == 0
        ? new EOFException("unexpected end of file: it holds no " + promised + " data")
        : new UnreadableTextException(
            "it does not begin as " + promised + " data, though its name says so",
            "check the file, or give it another name");
  }
}
