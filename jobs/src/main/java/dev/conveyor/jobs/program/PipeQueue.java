package dev.conveyor.jobs.program;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.input.RecordBlock;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * From the threads of a program to the one that asks for its lines: blocks, their end and failures.
 * Bounded, so that a program that prints fast is held up. Safe for threads.
 */
final class PipeQueue implements LineProgram.Output {
  private static final int AHEAD = 4;

  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(AHEAD);

  /** Neither: there is no more. */
  private record Item(Optional<RecordBlock> block, Optional<Throwable> failure) {}

  @Override
  public void put(RecordBlock block) throws InterruptedException {
    items.put(new Item(Optional.of(block), Optional.empty()));
  }

  @Override
  public void fail(Throwable failure) throws InterruptedException {
    items.put(new Item(Optional.empty(), Optional.of(failure)));
  }

  void end() throws InterruptedException {
    items.put(new Item(Optional.empty(), Optional.empty()));
  }

  /**
   * Waits for the next block; empty: there is none.
   *
   * @throws RuntimeException what one of them has thrown
   */
  Optional<RecordBlock> take() throws InterruptedException {
    Item item = items.take();
    if (item.failure().isPresent()) {
      throw rethrown(item.failure().get());
    }
    return item.block();
  }

  private static RuntimeException rethrown(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof ProgramException) {
      return new BatchException(failure.getMessage(), failure);
    }
    return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
  }
}
