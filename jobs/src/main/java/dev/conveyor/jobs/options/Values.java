package dev.conveyor.jobs.options;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.text.TextFile;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.TimeSpan;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.feed.FeedRate;
import dev.conveyor.streaming.zeromq.ControlServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options. A value that cannot be read is a misuse, said in one line. */
public final class Values {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,10})(B|KiB|MiB|GiB)?");
  private static final int LONGEST_ADDRESS = 1 << 20;

  private Values() {}

  /** An address that a transport serves, or the file that holds one: {@code @FILE}. */
  public static Address address(String text) {
    try {
      Address address = read(text);
      if (Transports.endpoint(address).isInProcess()) {
        throw address.refused(
            "no other process could reach it", "name " + Transports.example(Endpoint.class));
      }
      return address;
    } catch (AddressException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static Address read(String text) {
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

  public static Duration duration(String text) {
    try {
      return TimeSpan.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  public static FeedRate pace(String text) {
    try {
      return FeedRate.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** Where a command can be asked: an address without a pattern. */
  public static final class ControlAddress implements ITypeConverter<Address> {
    @Override
    public Address convert(String text) {
      try {
        Address address = read(text);
        ControlServer.check(address);
        return address;
      } catch (AddressException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** A number of bytes: {@code 64MiB}. */
  public static final class Size implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      Matcher matcher = SIZE.matcher(text);
      if (matcher.matches()) {
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        long bytes = Long.parseLong(matcher.group(1)) << (10 * "BKMG".indexOf(unit.charAt(0)));
        if (bytes > 0 && bytes <= Integer.MAX_VALUE - 16) {
          return (int) bytes;
        }
      }
      throw new TypeConversionException(
          "\""
              + text
              + "\" is no size; write a number and B, KiB, MiB or GiB below 2 GiB, like 64MiB");
    }
  }

  /** Describes a file error in words: exceptions of the JDK often contain only the file's name. */
  static String reason(IOException e) {
    if (e instanceof java.nio.file.NoSuchFileException) {
      return "it does not exist";
    }
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "permission denied";
    }
    return String.valueOf(e.getMessage());
  }
}
