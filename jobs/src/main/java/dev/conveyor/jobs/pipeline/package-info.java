/**
 * The pipeline of every engine: records, map side, shuffle records, reduce side, parts of the
 * result and dead letters.
 *
 * <p>An engine opens the two sides of a {@link dev.conveyor.jobs.pipeline.Pipeline}, moves its
 * {@link dev.conveyor.jobs.pipeline.ShuffleRecord}s and writes its {@link
 * dev.conveyor.jobs.pipeline.ResultPart}s. {@link dev.conveyor.jobs.pipeline.JobPipeline} runs
 * jobs; {@link dev.conveyor.jobs.program} runs programs of the user. Knows no engine and no plan.
 */
package dev.conveyor.jobs.pipeline;
