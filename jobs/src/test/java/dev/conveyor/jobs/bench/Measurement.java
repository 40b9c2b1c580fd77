package dev.conveyor.jobs.bench;

import java.util.Map;

/**
 * The outcome of one side in one round.
 *
 * @param seconds wall-clock time of the whole
 * @param cpu seconds of CPU, user and system, of the whole process tree; 0 if unknown
 * @param digest of the result, equal for equal results; empty if there is none to compare
 * @param figures what else this side has measured, by name
 */
record Measurement(double seconds, double cpu, String digest, Map<String, Double> figures) {}
