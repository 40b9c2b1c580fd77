package dev.conveyor.jobs.options;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.zeromq.ControlServer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the address of a control server, {@code zmq+tcp://HOST:PORT}, or {@code @FILE}. */
public final class ControlAddressConverter implements ITypeConverter<Address> {
  @Override
  public Address convert(String text) {
    try {
      Address address = AddressConverter.read(text);
      ControlServer.check(address);
      return address;
    } catch (AddressException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
