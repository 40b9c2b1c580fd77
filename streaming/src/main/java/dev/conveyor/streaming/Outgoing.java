package dev.conveyor.streaming;

/**
 * A message to send.
 *
 * @param topic null for the topic that the address names; queues have none
 * @param body not copied; must not be modified afterwards
 */
public record Outgoing(String topic, byte[] body) {

  /** Returns a message to the queue or topic that the address names. */
  public static Outgoing of(byte[] body) {
    return new Outgoing(null, body);
  }

  /**
   * Returns the topic of the message.
   *
   * @param named the topic of the address; empty if it names none
   * @throws AddressException if neither the message nor its address names a topic
   */
  public String topicOr(String named, Address address) {
    if (topic == null && named.isEmpty()) {
      throw address.refused("a message names no topic, nor does it", "name the topic in it");
    }
    return topic == null ? named : topic;
  }
}
