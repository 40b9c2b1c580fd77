package dev.conveyor.streaming;

/**
 * One message to send.
 *
 * @param topic null for the one that the address names; queues have none
 * @param body handed over, not copied: not to be written to afterwards
 */
public record Outgoing(String topic, byte[] body) {

  /** Returns a message to the queue or topic that the address names. */
  public static Outgoing of(byte[] body) {
    return new Outgoing(null, body);
  }

  /**
   * Returns the topic that it goes to.
   *
   * @param named by the address; empty if the address names none
   * @throws AddressException if neither the message nor its address names a topic
   */
  public String topicOr(String named, Address address) {
    if (topic == null && named.isEmpty()) {
      throw address.refused("a message names no topic, nor does it", "name the topic in it");
    }
    return topic == null ? named : topic;
  }
}
