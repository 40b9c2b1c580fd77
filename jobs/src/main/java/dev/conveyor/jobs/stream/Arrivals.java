package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.Message;
import java.util.Iterator;

/**
 * One partition of what a receiver has stored, with the place of its address in the plan. Lives
 * within a task: it is neither stored nor sent.
 */
record Arrivals(int address, Iterator<Message> messages) {}
