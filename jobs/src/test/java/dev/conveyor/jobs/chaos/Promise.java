package dev.conveyor.jobs.chaos;

/** The guarantee of a door for each message. */
enum Promise {
  /** In the output once. */
  EXACTLY_ONCE,
  /** In the output at least once. */
  AT_LEAST_ONCE,
  /** In the output at most once, and what is missing is counted. */
  AT_MOST_ONCE_COUNTED,
  /** In the output at most once. */
  AT_MOST_ONCE
}
