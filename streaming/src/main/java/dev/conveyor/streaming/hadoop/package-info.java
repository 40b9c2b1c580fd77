/**
 * The Hadoop integration: waiting messages of queues and logs as the input of a MapReduce job.
 * {@link dev.conveyor.streaming.hadoop.MessageInputFormat} gives mappers the messages of a {@link
 * dev.conveyor.streaming.run.Snapshot}, one split per task.
 *
 * <p>Guarantee: a retried or speculative task reads the same messages. Nothing is released before
 * the driver reports that the output is complete. Each message counts once, whichever task,
 * container or driver dies. That requires output that becomes visible only on completion, and the
 * steps that the snapshot describes. A comparison of the job's counters with the chosen messages
 * detects messages that an address loses meanwhile.
 *
 * <p>A password travels in the credentials of the job, never in its configuration or splits. A
 * certificate file that an address names has to exist on each machine.
 */
package dev.conveyor.streaming.hadoop;
