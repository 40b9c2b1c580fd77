package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Message;
import java.util.Iterator;

/**
 * One partition of what came from an address, which is known by its index in the list of addresses. Lives
 * within a task: it is neither stored nor sent, and its messages can be walked through once.
 */
public record AddressPartition(int address, Iterator<Message> messages) {}
