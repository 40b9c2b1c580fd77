package dev.conveyor.jobs.text;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * A file of text that is open, and how its text lies in it: compressed in one of many formats, or
 * encoded as UTF-16 or UTF-32 with a byte order mark, or both; else bytes as they stand. The first
 * bytes decide, not the name. Belongs to one thread.
 */
public final class TextFile {
  private static final String UNPACK = "unpack it or use gzip";

  private final String name;
  private final Head head;
  private final Format format;

  private TextFile(String name, Head head, Format format) {
    this.name = name;
    this.head = head;
    this.format = format;
  }

  /**
   * Reads the first bytes of a file.
   *
   * @param name as messages name it; how it ends counts where the first bytes tell nothing
   * @param in the file from its first byte on; the caller closes it
   * @throws UnreadableTextException if it is in a format that is not read here, or not in the one
   *     that its name promises
   */
  public static TextFile of(String name, InputStream in) throws IOException {
    Head head = Head.of(in);
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

  /** Whether a file of that name is probably in a format that is not read here. */
  public static boolean isSuspect(String name) {
    return Format.named(name).filter(format -> !format.isRead()).isPresent();
  }

  /** Whether the bytes of the file are those of the text, so that it can be cut anywhere. */
  public boolean isPlain() {
    return format == Format.PLAIN;
  }

  /**
   * The text, which the caller closes; to be asked for once. A stream fails where the data is
   * damaged or ends too early.
   *
   * @throws UnreadableTextException if what is packed is no text
   */
  public InputStream stream() throws IOException {
    return decoded(0);
  }

  /** The same without a byte order mark of UTF-8. */
  public InputStream streamWithoutMark() throws IOException {
    return decoded(3);
  }

  private InputStream decoded(int markLength) throws IOException {
    if (format.isEncoding()) {
      return decoded(head, format, markLength);
    }
    Head unpacked = Head.of(Unpacked.of(() -> Unpacking.of(format, head.stream(0), name)));
    Format inner = Format.of(unpacked);
    if (!inner.isEncoding()) {
      throw new UnreadableTextException(
          "its " + format + " data holds " + inner + " data", "unpack it once more");
    }
    return decoded(unpacked, inner, markLength);
  }

  private static InputStream decoded(Head head, Format encoding, int markLength) {
    if (encoding != Format.PLAIN) {
      return new Transcoded(head.stream(0), Charset.forName(encoding.toString()));
    }
    boolean isMarked = head.startsWith(0xef, 0xbb, 0xbf);
    return head.stream(isMarked ? markLength : 0);
  }

  private static void requireReadable(Format format) throws UnreadableTextException {
    if (!format.isRead()) {
      throw new UnreadableTextException(
          "it is in the format " + format + ", which is not read here", UNPACK);
    }
  }

  private static IOException notAsNamed(Head head, Format promised) {
    return head.length() == 0
        ? new EOFException("unexpected end of file: it holds no " + promised + " data")
        : new UnreadableTextException(
            "it does not begin as " + promised + " data, though its name says so",
            "check the file, or give it another name");
  }
}
