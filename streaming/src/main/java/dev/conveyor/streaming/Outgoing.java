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
}
