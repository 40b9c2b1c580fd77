package dev.conveyor.streaming.zeromq.curve;

import dev.conveyor.streaming.TransportException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Generates the keys of CURVE, ZeroMQ's encryption (RFC 26). */
public final class CurveKeys {
  /** The environment variable that holds a program's own secret key, in hexadecimal or Z85. */
  public static final String ENVIRONMENT = "CONVEYOR_CURVE_SECRET";

  private CurveKeys() {}

  /**
   * Generates a pair of keys. Writes the secret key into a new file that only its owner may read,
   * as one line of 64 hexadecimal digits: the value for {@value #ENVIRONMENT}.
   *
   * @return the public key in the same form: the value for {@code &server-key=} or a line of an
   *     {@code &allow=} file
   * @throws TransportException if the file exists or cannot be written
   */
  public static String generate(Path file) {
    CurveKey secret = CurveKey.random();
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer line = StandardCharsets.US_ASCII.encode(secret.hex() + "\n");
      while (line.hasRemaining()) {
        channel.write(line);
      }
      return secret.publicKey().hex();
    } catch (FileAlreadyExistsException e) {
      throw new TransportException(
          "cannot write a secret key to " + file + ": it exists; name a new file", e);
    } catch (NoSuchFileException e) {
      throw new TransportException(
          "cannot write a secret key to " + file + ": its folder does not exist; create it first",
          e);
    } catch (IOException | UnsupportedOperationException e) {
      throw new TransportException(
          "cannot write a secret key to "
              + file
              + ": "
              + e.getClass().getSimpleName()
              + "; name a file in a folder that you may write",
          e);
    }
  }
}
