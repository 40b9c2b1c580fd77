package dev.conveyor.jobs.cli;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.TransportException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Counts waiting messages. Keeps a connection to each address until closed. Thread-safe. */
final class WaitingMessages implements AutoCloseable {
  private final List<Address> addresses;
  private final Map<Address, QueueAdmin> connected = new LinkedHashMap<>();

  WaitingMessages(List<Address> addresses) {
    this.addresses = List.copyOf(addresses);
  }

  /**
   * Returns the sum of waiting messages at all addresses. It is empty if an address cannot count
   * messages or the thread is interrupted.
   *
   * @throws TransportException if a connection fails; the next call connects again
   */
  synchronized OptionalLong count() {
    try {
      long waiting = 0;
      for (Address address : addresses) {
        waiting += admin(address).counts().waiting();
      }
      return OptionalLong.of(waiting);
    } catch (AddressException e) {
      return OptionalLong.empty();
    } catch (TransportException e) {
      close();
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalLong.empty();
    }
  }

  private QueueAdmin admin(Address address) throws InterruptedException {
    QueueAdmin admin = connected.get(address);
    if (admin == null) {
      admin = Administrable.at(address).openAdmin();
      connected.put(address, admin);
    }
    return admin;
  }

  @Override
  public synchronized void close() {
    connected.values().forEach(QueueAdmin::close);
    connected.clear();
  }
}
