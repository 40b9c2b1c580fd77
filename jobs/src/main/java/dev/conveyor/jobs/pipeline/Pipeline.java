package dev.conveyor.jobs.pipeline;

import dev.conveyor.jobs.input.RecordBlock;
import java.nio.file.Path;
import java.util.Iterator;

/** The map side and the reduce side that a plan chooses. Engines run it without knowing which. */
public interface Pipeline {

  /**
   * Opens the map side of one task.
   *
   * @param records of the task; another thread may read them until the map side is closed
   * @param partitions number of reduce tasks that share the keys
   * @param deadLetters partition that gets the dead letters of this task
   */
  MapSide mapSide(Iterator<RecordBlock> records, int partitions, int deadLetters, ShuffleSink sink);

  /**
   * Opens the reduce side of one task.
   *
   * @param records of the task; another thread may read them until the reduce side is closed
   * @param folder of this machine for temporary files
   */
  ReduceSide reduceSide(Iterator<ShuffleRecord> records, Path folder);
}
