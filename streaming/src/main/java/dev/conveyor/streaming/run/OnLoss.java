package dev.conveyor.streaming.run;

/** The reaction of a run to messages that the transport itself has lost. */
public enum OnLoss {
  /** It ends, and says how many. */
  FAIL,

  /** It counts them and goes on. */
  COUNT
}
