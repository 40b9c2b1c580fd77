/**
 * What all batch engines share, so that each gives the same bytes: the plan, the inputs as records,
 * the map side, the reduce side, and the folder of the result. {@link
 * dev.conveyor.jobs.batch.Batch} drives; a {@link dev.conveyor.jobs.batch.BatchEngine} does the
 * part in between.
 *
 * <p>files ({@link dev.conveyor.jobs.batch.TextFiles}, whose formats {@link
 * dev.conveyor.jobs.text.TextFile} tells) → slices ({@link dev.conveyor.jobs.batch.TextCuts}) →
 * records ({@link dev.conveyor.jobs.batch.TextReader}, or {@link
 * dev.conveyor.jobs.batch.MessageBlocks} of a snapshot) → tally ({@link
 * dev.conveyor.jobs.batch.RecordTally}) → packed pieces ({@link dev.conveyor.jobs.batch.MapSide}) →
 * sums ({@link dev.conveyor.jobs.batch.ReduceSide}) → lines ({@link
 * dev.conveyor.jobs.batch.ResultEntries}) → folder. Where a program of the user's maps, {@link
 * dev.conveyor.jobs.batch.MapInput} puts what it prints in the place of the records; where one
 * reduces, lines travel as they are, and the reduce side is its. MapReduce and Spark meet it as an
 * input format, {@link dev.conveyor.jobs.batch.RecordsFormat}, and an output format, {@link
 * dev.conveyor.jobs.batch.ResultFormat}.
 */
package dev.conveyor.jobs.batch;
