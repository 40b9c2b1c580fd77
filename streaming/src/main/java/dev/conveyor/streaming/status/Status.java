package dev.conveyor.streaming.status;

import java.util.Map;

/** An immutable status at one moment. */
public interface Status {
  /** Returns the fields in the order in which they are shown, with values as JSON has them. */
  Map<String, Object> fields();
}
