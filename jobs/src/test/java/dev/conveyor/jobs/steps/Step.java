package dev.conveyor.jobs.steps;

/**
 * An externally visible call of a driver. What differs from run to run is masked, so that the same
 * step of another run is equal.
 *
 * @param call kind, operation and thing: {@code file create out/_conveyor/run.json}
 * @param occurrence the how manieth call like this, from 1
 */
record Step(String call, int occurrence) {

  @Override
  public String toString() {
    return call + " #" + occurrence;
  }
}
