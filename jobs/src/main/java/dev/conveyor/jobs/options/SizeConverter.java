package dev.conveyor.jobs.options;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a size like {@code 64MiB} to bytes, from 1 to almost 2 GiB. */
final class SizeConverter implements ITypeConverter<Integer> {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,10})(B|KiB|MiB|GiB)?");

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
