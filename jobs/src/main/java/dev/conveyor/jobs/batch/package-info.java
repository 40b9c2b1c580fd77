/**
 * The driver of a batch. {@link dev.conveyor.jobs.batch.Batch} claims messages, lets a {@link
 * dev.conveyor.jobs.batch.BatchEngine} write a draft, publishes the draft as the output, and
 * releases the messages. All engines share its packages, so that each writes the same bytes:
 *
 * <p>files ({@link dev.conveyor.jobs.input.TextFiles}; {@link dev.conveyor.jobs.text.TextFile}
 * detects formats) → slices ({@link dev.conveyor.jobs.input.TextSlice}) → records ({@link
 * dev.conveyor.jobs.input.TextReader}, or {@link dev.conveyor.jobs.input.MessageBlocks} of a
 * snapshot) → shuffle records ({@link dev.conveyor.jobs.pipeline.MapSide}) → sums ({@link
 * dev.conveyor.jobs.pipeline.ReduceSide}) → lines ({@link dev.conveyor.jobs.output.ResultEntries})
 * → output folder. MapReduce and Spark use it as an input format, {@link
 * dev.conveyor.jobs.input.RecordsFormat}, and an output format, {@link
 * dev.conveyor.jobs.output.ResultFormat}.
 *
 * <p>Dependencies point one way: batch and engines → output → plan → program → pipeline → input →
 * failure.
 */
package dev.conveyor.jobs.batch;
