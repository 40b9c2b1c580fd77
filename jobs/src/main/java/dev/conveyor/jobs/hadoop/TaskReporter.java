package dev.conveyor.jobs.hadoop;

import org.apache.hadoop.mapred.Counters;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.mapreduce.TaskInputOutputContext;

/** Passes counters, status and progress from streaming to a task. Safe for threads. */
record TaskReporter(TaskInputOutputContext<?, ?, ?, ?> task) implements Reporter {

  @Override
  public void setStatus(String status) {
    task.setStatus(status);
  }

  @Override
  public void incrCounter(Enum<?> counter, long amount) {
    task.getCounter(counter).increment(amount);
  }

  @Override
  public void incrCounter(String group, String counter, long amount) {
    task.getCounter(group, counter).increment(amount);
  }

  @Override
  public void progress() {
    task.progress();
  }

  @Override
  public float getProgress() {
    return task.getProgress();
  }

  /** Not called by streaming. */
  @Override
  public Counters.Counter getCounter(Enum<?> counter) {
    throw new UnsupportedOperationException("no counter of the older interface");
  }

  @Override
  public Counters.Counter getCounter(String group, String counter) {
    throw new UnsupportedOperationException("no counter of the older interface");
  }

  @Override
  public InputSplit getInputSplit() {
    throw new UnsupportedOperationException("no split of the older interface");
  }
}
