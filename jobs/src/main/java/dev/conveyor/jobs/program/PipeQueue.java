package dev.conveyor.jobs.program;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.input.RecordBlock;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A queue of blocks and failures from a program's threads to the thread that reads its lines. A
 * full queue blocks a program that prints faster. Safe for threads.
 */
final class PipeQueue implements LineProgram.Output {
  private static final int AHEAD = 4;

  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(AHEAD);

  /** A block or a failure; the end if it is neither. */
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
   * Waits for the next block; empty at the end.
   *
   * @throws RuntimeException if a thread of the program has reported a failure; errors are thrown
   *     as they are
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
