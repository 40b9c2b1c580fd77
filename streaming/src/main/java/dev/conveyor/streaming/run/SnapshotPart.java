package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Slice;
import java.io.Serializable;

/**
 * A part of a snapshot that one task reads.
 *
 * @param address index of its address in the plan
 * @param messages about how many it has
 */
public record SnapshotPart(int address, Slice slice, long messages) implements Serializable {}
