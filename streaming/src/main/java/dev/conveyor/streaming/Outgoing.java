package dev.conveyor.streaming;

/**
 * One message to send.
 *
 * @param topic null for the one that the address names; queues have none
 * @param body handed over, not copied: not to be written to afterwards
 */
public record Outgoing(String topic, byte[] body) {

  /** To whatever the address names. */
  public static Outgoing of(byte[] body) {
    return new Outgoing(null, body);
  }

  /**
   * The topic that it goes to: its own, or the one that the address names.
   *
   * @throws AddressException if neither names one
   */
  public String topicAt(Address address) {
    if (topic != null) {
      return topic;
    }
    return address
        .value("topic")
        .filter(named -> !named.isEmpty())
        .orElseThrow(
            () -> address.refused("a message names no topic, nor does it", "give ?topic=NAME"));
  }
}
