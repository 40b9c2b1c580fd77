package dev.conveyor.jobs.options;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.text.TextFile;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.Transports;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts an address of a known transport, or {@code @FILE} for a file that holds one. */
public final class AddressConverter implements ITypeConverter<Address> {
  private static final int LONGEST_ADDRESS = 1 << 20;

  @Override
  public Address convert(String text) {
    try {
      Address address = read(text);
      if (Transports.endpoint(address).isInProcess()) {
        throw address.refused(
            "it lives inside one JVM and no other process can reach it",
            "name " + Transports.example(Endpoint.class));
      }
      return address;
    } catch (AddressException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /**
   * Parses an address, or the one in a file, which may hold secrets.
   *
   * @throws TypeConversionException if the file cannot be read or is not UTF-8
   * @throws AddressException if the address is malformed
   */
  static Address read(String text) {
    return text.startsWith("@")
        ? Address.parseSecret(fileContent(text.substring(1)))
        : Address.parse(text);
  }

  private static String fileContent(String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      byte[] text = TextFile.of(file, in).streamWithoutMark().readNBytes(LONGEST_ADDRESS);
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString().strip();
    } catch (CharacterCodingException e) {
      throw new TypeConversionException(
          "cannot read an address from file " + file + ": it is no UTF-8; write it as such");
    } catch (IOException e) {
      throw new TypeConversionException(
          "cannot read an address from file " + file + ": " + reason(e) + "; name a readable file");
    }
  }

  /** Returns the reason for a failed read. The JDK's message often is only the path. */
  private static String reason(IOException e) {
    if (e instanceof java.nio.file.NoSuchFileException) {
      return "it does not exist";
    }
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "permission denied";
    }
    return String.valueOf(e.getMessage());
  }
}
