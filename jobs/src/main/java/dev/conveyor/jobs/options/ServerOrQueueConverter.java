package dev.conveyor.jobs.options;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.Transports;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts an address like {@link AddressConverter}, which may also name a server alone. */
public final class ServerOrQueueConverter implements ITypeConverter<Address> {
  @Override
  public Address convert(String text) {
    try {
      Address address = AddressConverter.read(text);
      return Transports.server(address).isPresent()
          ? address
          : new AddressConverter().convert(text);
    } catch (AddressException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
