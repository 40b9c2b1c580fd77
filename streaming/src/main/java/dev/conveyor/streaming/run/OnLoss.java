package dev.conveyor.streaming.run;

/** What a run does when a transport itself has lost messages. */
public enum OnLoss {
  /** It ends, and says how many. */
  FAIL,

  /** It counts them and goes on. */
  COUNT
}
