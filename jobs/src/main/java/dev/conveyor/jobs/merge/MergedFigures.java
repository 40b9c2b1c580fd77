package dev.conveyor.jobs.merge;

/**
 * The figures of merged keys.
 *
 * @param keys number of different keys
 * @param sum of all amounts, modulo 2^64
 * @param isExact whether no partial sum has left the range of a long
 */
record MergedFigures(long keys, long sum, boolean isExact) {
  static final MergedFigures NONE = new MergedFigures(0, 0, true);

  MergedFigures plus(MergedFigures other) {
    long both = sum + other.sum;
    boolean fits = ((sum ^ both) & (other.sum ^ both)) >= 0;
    return new MergedFigures(keys + other.keys, both, isExact && other.isExact && fits);
  }

  /**
   * Returns the sum of all amounts.
   *
   * @throws ArithmeticException if it leaves the range of a long
   */
  long total() {
    if (!isExact) {
      throw new ArithmeticException("the sum of all amounts leaves the range of 64 bits");
    }
    return sum;
  }
}
