/**
 * The map and reduce stages, with no engine in sight: nothing here but the JDK and, for one job, a
 * JSON parser.
 *
 * <p>A {@link dev.conveyor.jobs.stage.Mapping} turns a record into pairs, a {@link
 * dev.conveyor.jobs.stage.Tally} sums them. {@link dev.conveyor.jobs.stage.Jobs} names the jobs
 * that every engine runs. A {@link dev.conveyor.jobs.stage.RecordMapper} puts records through a
 * job, each wholly or not at all. What a job cannot parse becomes a {@link
 * dev.conveyor.jobs.stage.DeadLetter}.
 */
package dev.conveyor.jobs.stage;
