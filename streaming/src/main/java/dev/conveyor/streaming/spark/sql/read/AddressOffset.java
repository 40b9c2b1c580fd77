package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.run.LossCount;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The offset of one address in a query, with the totals up to there.
 *
 * @param messages the number of messages that the query has chosen
 * @param lost the messages that were lost
 * @param slices the number of slices of the latest range with messages; a batch that is repeated is
 *     divided in the same way, on any number of cores, so that each slice has the same messages. 0
 *     if there was no such range
 * @param maxMessage the size limit of a body in that range; 0 if it is not recorded
 */
record AddressOffset(Position position, long messages, LossCount lost, int slices, int maxMessage) {

  /** Returns the offset at which a query begins. */
  static AddressOffset begin(Position position) {
    return new AddressOffset(position, 0, LossCount.NONE, 0, 0);
  }

  /** Returns the offset after a range that is divided into slices, with that limit of a body. */
  AddressOffset plus(Range range, int divided, int limit) {
    return new AddressOffset(
        range.to(), messages + range.messages(), lost.plus(range.loss()), divided, limit);
  }

  AddressOffset plus(Loss loss) {
    return new AddressOffset(position, messages, lost.plus(loss), slices, maxMessage);
  }

  /** Returns the loss that another offset has beyond this one. */
  Loss lossIn(AddressOffset other) {
    boolean isUnknown = lost.isComplete() && !other.lost.isComplete();
    long more = Math.max(0, other.lost.messages() - lost.messages());
    return more == 0 && !isUnknown
        ? Loss.NONE
        : new Loss(
            isUnknown ? Loss.UNKNOWN : more, "were gone or exchanged after they had been chosen");
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("position", position.text());
    fields.put("messages", messages);
    if (slices > 0) {
      fields.put("slices", slices);
    }
    if (maxMessage > 0) {
      fields.put("maxMessage", maxMessage);
    }
    if (lost.messages() > 0) {
      fields.put("lost", lost.messages());
    }
    if (!lost.isComplete()) {
      fields.put("lostUnknown", true);
    }
    if (lost.countedTwice() != 0) {
      fields.put("countedTwice", lost.countedTwice());
    }
    return fields;
  }

  /**
   * Parses an offset.
   *
   * @throws IllegalArgumentException if it is none
   */
  static AddressOffset parse(Object value) {
    if (value instanceof Map<?, ?> fields
        && fields.get("position") instanceof String position
        && count(fields, "messages") >= 0
        && count(fields, "lost") >= 0
        && count(fields, "slices") >= 0
        && count(fields, "slices") <= Integer.MAX_VALUE
        && count(fields, "maxMessage") >= 0
        && count(fields, "maxMessage") <= Integer.MAX_VALUE) {
      LossCount lost =
          new LossCount(
              count(fields, "lost"),
              !Boolean.TRUE.equals(fields.get("lostUnknown")),
              count(fields, "countedTwice"));
      return new AddressOffset(
          new Position(position),
          count(fields, "messages"),
          lost,
          (int) count(fields, "slices"),
          (int) count(fields, "maxMessage"));
    }
    throw new IllegalArgumentException("an address has no offset");
  }

  private static long count(Map<?, ?> fields, String name) {
    Object value = fields.get(name);
    if (value == null) {
      return 0;
    }
    if (value instanceof Long number) {
      return number;
    }
    throw new IllegalArgumentException("the " + name + " of an address are no whole number");
  }
}
