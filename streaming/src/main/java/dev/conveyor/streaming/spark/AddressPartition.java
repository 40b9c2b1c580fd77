package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.MessagePage;
import java.util.Iterator;

/**
 * A partition of the messages of an address. Lives within a task: it is neither stored nor sent,
 * and its pages can be iterated once.
 *
 * @param address index of the address in the plan of the run, or in the user's list
 * @param pages each valid until the next one
 */
public record AddressPartition(int address, Iterator<MessagePage> pages) {}
