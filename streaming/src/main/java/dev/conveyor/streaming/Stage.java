package dev.conveyor.streaming;

import java.io.Serializable;

/**
 * A stage that holds the output of one task.
 *
 * @param name known to the endpoint that made it
 * @param elements the number of elements in it
 */
public record Stage(String name, long elements) implements Serializable {}
