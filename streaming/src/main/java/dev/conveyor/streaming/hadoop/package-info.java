/**
 * The door into Hadoop: what waits in queues and logs as the input of a MapReduce job. {@link
 * dev.conveyor.streaming.hadoop.MessageInputFormat} gives a mapper the messages of a {@link
 * dev.conveyor.streaming.run.Snapshot}, one split a task.
 *
 * <p>Guarantee: a task that is retried, or runs twice, reads the same messages; nothing is released
 * before the driver says that the output is complete. With output that counts only then, and the
 * steps that the snapshot describes, each message counts once, whichever task, container or driver
 * dies. What an address loses meanwhile is found by comparing the job's counters with what was
 * chosen.
 *
 * <p>A password travels in the credentials of the job, never in its configuration or its splits. A
 * file of certificates that an address names has to be on each machine.
 */
package dev.conveyor.streaming.hadoop;
