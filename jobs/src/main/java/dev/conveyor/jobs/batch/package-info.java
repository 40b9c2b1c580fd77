/**
 * The parts that all batch engines share, so that all write the same bytes: the plan, the inputs as records,
 * the map side, the reduce side, and the folder of the result. {@link
 * dev.conveyor.jobs.batch.Batch} drives; a {@link dev.conveyor.jobs.batch.BatchEngine} does the
 * part in between.
 *
 * <p>files ({@link dev.conveyor.jobs.input.TextFiles}, whose formats {@link
 * dev.conveyor.jobs.text.TextFile} tells) → slices ({@link dev.conveyor.jobs.input.TextSlice}) →
 * records ({@link dev.conveyor.jobs.input.TextReader}, or {@link
 * dev.conveyor.jobs.input.MessageBlocks} of a snapshot) → tally ({@link
 * dev.conveyor.jobs.pipeline.RecordTally}) → packed pieces ({@link
 * dev.conveyor.jobs.pipeline.MapSide}) → sums ({@link dev.conveyor.jobs.pipeline.ReduceSide}) →
 * lines ({@link dev.conveyor.jobs.output.ResultEntries}) → folder. Where a program of the user's
 * maps, {@link dev.conveyor.jobs.pipeline.MapInput} puts what it prints in the place of the
 * records; where one reduces, lines travel as they are, and the reduce side is its. MapReduce and
 * Spark meet it as an input format, {@link dev.conveyor.jobs.input.RecordsFormat}, and an output
 * format, {@link dev.conveyor.jobs.output.ResultFormat}.
 */
package dev.conveyor.jobs.batch;
