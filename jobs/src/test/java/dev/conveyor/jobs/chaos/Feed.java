package dev.conveyor.jobs.chaos;

/**
 * Where the kit writes messages of a round, and what is promised of them.
 *
 * @param address of the writer
 * @param writers how many write there, each an equal share of the messages
 * @param promise of what the door makes of them
 */
record Feed(String address, int writers, Promise promise) {}
