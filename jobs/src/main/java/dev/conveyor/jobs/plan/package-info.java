/**
 * The values that a batch, its pipeline and its engines share: the {@linkplain
 * dev.conveyor.jobs.plan.BatchPlan plan}, the {@linkplain dev.conveyor.jobs.plan.BatchContext
 * context} that an engine gets, and the {@linkplain dev.conveyor.jobs.pipeline.BatchCounts counts}
 * that it returns.
 */
package dev.conveyor.jobs.plan;
