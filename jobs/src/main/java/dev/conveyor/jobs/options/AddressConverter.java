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

/** Converts an address that a transport serves, or a file that holds one: {@code @FILE}. */
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

  /** Parses the address, or the one in the file. */
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

  /** Returns why a file cannot be read. The JDK often names only the file. */
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
