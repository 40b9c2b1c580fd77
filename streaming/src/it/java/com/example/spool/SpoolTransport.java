package com.example.spool;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.Transport;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Serves {@code spool:///DIR?queue}: a queue in a directory, one file a message. */
public final class SpoolTransport implements Transport {

  @Override
  public Set<String> schemes() {
    return Set.of("spool");
  }

  @Override
  public List<String> examples() {
    return List.of("spool:///var/spool/words?queue");
  }

  @Override
  public Endpoint endpoint(Address address) {
    address.allowOnly("queue", "capacity", "envelope");
    if (!address.flag("queue") || !address.host().isEmpty() || address.path().length() < 2) {
      throw address.refused("it names no queue in a directory", "write spool:///DIR?queue");
    }
    address.flag("envelope");
    int capacity = (int) address.number("capacity", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
    return new SpoolEndpoint(address, new Spool(Path.of(address.path())), capacity);
  }
}
