package com.example.spool;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import java.util.List;

/** Appends files, and waits while the queue is full. */
record SpoolWriter(Address address, Spool spool, int capacity) implements MessageWriter {

  @Override
  public void write(List<Outgoing> messages) throws InterruptedException {
    for (Outgoing message : messages) {
      while (!spool.locked(() -> append(message))) {
        Thread.sleep(20);
      }
    }
  }

  private boolean append(Outgoing message) throws java.io.IOException {
    if (Spool.files(spool.waiting()).size() >= capacity) {
      return false;
    }
    spool.append(message.body());
    return true;
  }

  @Override
  public void close() {}
}
