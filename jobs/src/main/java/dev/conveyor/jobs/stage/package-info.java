/**
 * The map and reduce stages, independent of engines: they use only the JDK and, for one job, a JSON
 * parser.
 *
 * <p>A {@link dev.conveyor.jobs.stage.Mapping} maps a record to pairs, and a {@link
 * dev.conveyor.jobs.stage.Tally} sums them. {@link dev.conveyor.jobs.stage.Jobs} names the jobs
 * that every engine runs. A {@link dev.conveyor.jobs.stage.RecordMapper} puts records through a
 * job, each wholly or not at all. A record that a job cannot parse becomes a {@link
 * dev.conveyor.jobs.stage.DeadLetter}.
 *
 * <p>The package has more than 30 types: jobs see the tally and the byte range that they write to,
 * users compile against these names, and the parts of the tally are package-private.
 */
package dev.conveyor.jobs.stage;
