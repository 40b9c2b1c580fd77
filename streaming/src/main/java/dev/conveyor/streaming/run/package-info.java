/**
 * A run: what has been chosen of a set of addresses, batch by batch, in a record that outlives
 * every process. {@link dev.conveyor.streaming.run.Run} is one driver's hold on it. {@link
 * dev.conveyor.streaming.run.Snapshot} is a run of one batch that holds all that waits, and leaves
 * no record behind.
 *
 * <p>The record is a folder of small text files, each a line of JSON and a line with its checksum;
 * a file without a right checksum was never finished and does not count. No step relies on a
 * rename, or on one of two writers being refused, so that object stores serve as well as HDFS.
 *
 * <ul>
 *   <li>{@code run.json}: the name of the run, its addresses without secrets, its jobs; {@code
 *       start.json}: where its first batch begins.
 *   <li>{@code batch-<id>-<token>}: what a batch holds of each address ({@code from} exclusive,
 *       {@code to} inclusive, {@code messages}, and {@code lost} if some were gone before they
 *       could be chosen), written before it is processed by the driver with that token. Of two
 *       files of one id the one with the higher token counts; one with a lower token than the batch
 *       before it was written by a driver that had been taken over, and does not.
 *   <li>{@code done-<id>-<token>}: the output of that batch is safe; nobody repeats it, unless a
 *       later driver than that wrote the batch anew. Only then what it held is released. The latest
 *       20 batches are kept.
 *   <li>{@code driver-<token>}: who drives the run, while it does; a driver that finds its own gone
 *       was taken over.
 *   <li>{@code end.json}: a snapshot that was released or given back is being forgotten.
 *   <li>{@code token-<token>-<random>}: that number is taken; the highest stays.
 * </ul>
 *
 * <p>Guarantee: every message that the addresses keep is in exactly one batch, and a batch has the
 * same id and the same messages however often it is repeated. With output that is replaced by batch
 * id, effects are exactly-once, as long as the record and the addresses keep their data; what those
 * lose is found where they can tell, see {@link dev.conveyor.streaming.run.OnLoss}.
 */
package dev.conveyor.streaming.run;
