package dev.conveyor.jobs.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.Mapping;
import dev.conveyor.jobs.stage.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A job that waits until the file exists that a record names; for a jar of its own. */
public final class WaitingJob implements Mapping {
  @Override
  public void map(Bytes record, Tally into) {
    String file = new String(record.buffer(), record.from(), record.length(), UTF_8);
    begin(Path.of(file + ".begun"));
    while (!Files.exists(Path.of(file))) {
      LockSupport.parkNanos(50_000_000);
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted");
      }
    }
    into.add(record.buffer(), record.from(), record.from(), 1);
  }

  private static void begin(Path marker) {
    try {
      Files.write(marker, new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
