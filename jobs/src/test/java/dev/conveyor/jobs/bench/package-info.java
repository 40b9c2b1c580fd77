/**
 * {@code scripts/bench}: compares Conveyor with other programs that do the same work, on one
 * machine, in interleaved rounds.
 *
 * <p>A {@code Row} is a line of the table. Its {@code Side}s are measured in turns. {@code Goal}s
 * are computed from their medians. A side is a {@code MeasuredCommand} or any Java code that
 * returns a {@code Measurement}. {@code Bench} runs rows and keeps each measurement in a {@code
 * ResultsFile}; {@code Report} makes the table of them.
 */
package dev.conveyor.jobs.bench;
