/**
 * A run: the batches that were chosen from a set of addresses, in a checkpoint that outlives every
 * process. {@link dev.conveyor.streaming.run.Run} is one driver's lease on it. {@link
 * dev.conveyor.streaming.run.Snapshot} is a run of one batch with all waiting messages, and leaves
 * no checkpoint. {@link dev.conveyor.streaming.run.Backlogs} serves engines with a checkpoint of
 * their own.
 *
 * <p>The package has more than 30 types, since the steps of a run share the files of its checkpoint
 * and its output, which are no public API: {@code DriverLease} (lock, token), {@code BatchChooser},
 * {@code BatchRelease}, {@code CheckpointLog} with {@code CheckpointReader}, {@code BatchFolders}
 * with {@code CommittedBatches}, {@code RunRecovery}, and {@code CompactionLease} with {@code
 * FoldSource}.
 *
 * <p>The checkpoint is a folder of small text files, each a line of JSON and a line with its
 * checksum. A file without a correct checksum was never finished and does not count. Each is
 * synchronized to disk before it counts, where the file system can do that. No step relies on a
 * rename, or on one of two writers being refused: object stores serve as well as HDFS.
 *
 * <ul>
 *   <li>{@code run.json}: the name of the run, its output, addresses without secrets, and jobs;
 *       {@code start.json}: where its first batch begins.
 *   <li>{@code batch-<id>-<token>}: the range of each address in a batch ({@code from} exclusive,
 *       {@code to} inclusive, {@code messages}, and {@code lost} if some were gone before they
 *       could be chosen), or that it holds {@code live} messages; written before it is processed by
 *       the driver with that token. Of two files of one id the one with the higher token counts;
 *       one with a lower token than the batch before it was written by a fenced driver, and does
 *       not.
 *   <li>{@code done-<id>-<token>}: the output of that batch is safe; it is not repeated, unless a
 *       later driver than that wrote the batch anew. Only then what it held is released. Tells
 *       which addresses have delivered their end marker so far. The latest 20 batches are kept.
 *   <li>{@code driver-<token>}: the lock of the driver, while it drives the run, with its lease.
 *   <li>{@code token-<token>-<random>}: that token is reserved; the highest stays. A driver whose
 *       reservation is gone is fenced. {@code seed-<number>}: tokens begin above it.
 *   <li>{@code end.json}: a snapshot or a run is being dropped.
 * </ul>
 *
 * <p>Results are below the output of the run: {@code <folder>/batch=<id>/part-*} and, last, {@code
 * _SUCCESS}, one line of JSON: {@code version}, {@code run}, {@code batch}, {@code token}, {@code
 * folders} of the batch, {@code parts} of this one, {@code ranges} and {@code time}, when the batch
 * was committed. {@link dev.conveyor.streaming.run.Compaction} folds finished batches into {@code
 * <folder>/batch=<first>-<last>-t<token>}, see {@link dev.conveyor.streaming.run.FoldedBatches};
 * its lock and tokens are in {@code _compact}, likewise.
 *
 * <p>Guarantee: every message that the addresses keep is in exactly one batch, and a batch has the
 * same id and the same messages however often it is repeated; one of live messages is never
 * repeated, and its id never used again. With output by {@link
 * dev.conveyor.streaming.run.Run#commit} effects are exactly-once, as long as the checkpoint and
 * the addresses keep their data; what those lose is found where they can tell, see {@link
 * dev.conveyor.streaming.run.OnLoss}.
 */
package dev.conveyor.streaming.run;
