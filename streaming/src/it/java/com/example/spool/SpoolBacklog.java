package com.example.spool;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The messages that a run has claimed, numbered from 0; a position is the number of the next message. A driver
 * with a higher token takes a run over at once.
 */
record SpoolBacklog(Address address, Spool spool, BacklogOptions options) implements Backlog {

  /** Takes the run over; fails if a driver with this token or a higher one was here. */
  static Backlog open(Address address, Spool spool, BacklogOptions options)
      throws InterruptedException {
    return spool.locked(
        () -> {
          if (spool.token(options.run()) >= options.token()) {
            throw new FencedException(address, options.run());
          }
          spool.setToken(options.run(), options.token());
          return new SpoolBacklog(address, spool, options);
        });
  }

  private Path claim() {
    return spool.claim(options.run());
  }

  @Override
  public Position start() throws InterruptedException {
    return new Position(Long.toString(spool.locked(() -> spool.released(options.run()))));
  }

  @Override
  public Position parse(String recorded) {
    return new Position(Long.toString(number(new Position(recorded))));
  }

  private static long number(Position position) {
    if (!position.text().matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("\"" + position + "\" is no position in a spool");
    }
    return Long.parseLong(position.text());
  }

  @Override
  public long waiting(Position from) throws InterruptedException {
    return spool.locked(
        () -> (long) claimed(number(from)).size() + Spool.files(spool.waiting()).size());
  }

  private List<Path> claimed(long from) throws IOException {
    Path first = Spool.numbered(claim(), from);
    return Spool.files(claim()).stream().filter(file -> file.compareTo(first) >= 0).toList();
  }

  @Override
  public Optional<Range> next(Position from, Bounds bounds) throws InterruptedException {
    return spool.locked(
        () -> {
          ensureLatest();
          List<Path> files = new ArrayList<>(claimed(number(from)));
          List<Path> waiting = Spool.files(spool.waiting());
          long messages = 0;
          long bytes = 0;
          for (Path file : concat(files, waiting)) {
            long size = Files.size(file);
            if (messages > 0 && (messages == bounds.messages() || bytes + size > bounds.bytes())) {
              break;
            }
            if (messages >= files.size()) {
              Files.move(file, Spool.numbered(claim(), number(from) + messages));
            }
            messages++;
            bytes += size;
          }
          Position to = new Position(Long.toString(number(from) + messages));
          return messages == 0 ? Optional.empty() : Optional.of(Range.of(from, to, messages));
        });
  }

  private static List<Path> concat(List<Path> claimed, List<Path> waiting) {
    List<Path> all = new ArrayList<>(claimed);
    all.addAll(waiting);
    return all;
  }

  @Override
  public List<Slice> slices(Position from, Position to, int parallelism) {
    long start = number(from);
    long length = number(to) - start;
    long count = Math.min(parallelism, length);
    List<Slice> slices = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      slices.add(
          new SpoolSlice(
              address,
              options.run(),
              options.maxMessage(),
              start + length * i / count,
              start + length * (i + 1) / count));
    }
    return slices;
  }

  @Override
  public void release(Position upTo) throws InterruptedException {
    spool.locked(
        () -> {
          ensureLatest();
          Path first = Spool.numbered(claim(), number(upTo));
          for (Path file : Spool.files(claim())) {
            if (file.compareTo(first) < 0) {
              Files.delete(file);
            }
          }
          spool.setReleased(options.run(), Math.max(number(upTo), spool.released(options.run())));
          return upTo;
        });
  }

  @Override
  public boolean isReleased(Position upTo) throws InterruptedException {
    return spool.locked(() -> spool.released(options.run()) >= number(upTo));
  }

  @Override
  public void ensureHeld() throws InterruptedException {
    spool.locked(
        () -> {
          ensureLatest();
          return true;
        });
  }

  private void ensureLatest() throws IOException {
    if (spool.token(options.run()) != options.token()) {
      throw new FencedException(address, options.run());
    }
  }

  @Override
  public boolean wasAway() {
    return false;
  }

  @Override
  public void close() {}
}
