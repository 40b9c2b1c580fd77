package dev.conveyor.streaming.hadoop;

import dev.conveyor.streaming.run.RunPlan;
import dev.conveyor.streaming.run.Snapshot;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;

/** A MapReduce job over a queue, as a user runs it. */
final class QueueJobExample {
  private QueueJobExample() {}

  /** Returns whether the output is there; what the job read is released then, and kept if not. */
  static boolean run(Job job, RunPlan plan, Path output) throws Exception {
    FileSystem files = output.getFileSystem(job.getConfiguration());
    try (Snapshot snapshot = Snapshot.take(plan, job.getConfiguration())) {
      if (!snapshot.isIn(output.toString())) {
        Path draft = new Path(output.getParent(), "." + output.getName() + "." + snapshot.token());
        FileOutputFormat.setOutputPath(job, draft);
        MessageInputFormat.read(job, snapshot, 4);
        if (!job.waitForCompletion(false)) {
          files.delete(draft, true);
          return false;
        }
        MessageInputFormat.verify(job, snapshot);
        snapshot.stamp(draft.toString());
        snapshot.ensureHeld();
        files.rename(draft, output);
      }
      snapshot.release();
      return true;
    }
  }
}
