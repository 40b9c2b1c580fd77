package dev.conveyor.streaming.run;

/** The reaction of a run to messages that the transport itself has lost. */
public enum OnLoss {
  /** The run ends, and tells the number. */
  FAIL,

  /** The run counts them and continues. */
  COUNT
}
