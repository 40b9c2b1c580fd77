package com.example.spool;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.transport.UnacknowledgedCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Moves messages into a directory of its own, and deletes them there. */
final class SpoolReader implements MessageReader {
  private final Address address;
  private final Spool spool;
  private final int maxMessage;
  private final Path own;
  private final List<Path> held = new ArrayList<>();
  private final UnacknowledgedCount unacknowledged = new UnacknowledgedCount();

  SpoolReader(Address address, Spool spool, int maxMessage) {
    this.address = address;
    this.spool = spool;
    this.maxMessage = maxMessage;
    this.own = spool.folder().resolve("readers").resolve(UUID.randomUUID().toString());
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public List<Message> read(int limit, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      List<Message> messages = spool.locked(() -> take(limit));
      if (!messages.isEmpty() || System.nanoTime() >= end) {
        unacknowledged.add(messages.size());
        return messages;
      }
      Thread.sleep(20);
    }
  }

  private List<Message> take(int limit) throws IOException {
    Files.createDirectories(own);
    List<Message> messages = new ArrayList<>();
    for (Path file : Spool.files(spool.waiting()).stream().limit(limit).toList()) {
      Path taken = Files.move(file, own.resolve(file.getFileName()));
      held.add(taken);
      messages.add(Message.received(address.path(), Files.readAllBytes(taken), maxMessage));
    }
    return messages;
  }

  @Override
  public List<Message> acknowledge(List<Message> messages) throws InterruptedException {
    unacknowledged.remove(messages.size());
    return spool.locked(
        () -> {
          List<Path> gone = held.subList(0, messages.size());
          for (Path file : gone) {
            Files.delete(file);
          }
          gone.clear();
          return messages;
        });
  }

  @Override
  public boolean reject(Message message, String reason) throws InterruptedException {
    unacknowledged.remove(1);
    spool.locked(() -> spool.putBack(List.of(held.remove(0))));
    return true;
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isServerAway() {
    return false;
  }

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      spool.locked(() -> spool.putBack(held));
      held.clear();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
