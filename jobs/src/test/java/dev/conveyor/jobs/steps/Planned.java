package dev.conveyor.jobs.steps;

/** A fault at a step. */
record Planned(Step step, Fault fault) {}
