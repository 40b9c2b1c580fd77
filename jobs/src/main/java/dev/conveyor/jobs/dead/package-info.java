/**
 * Dead letters that batches and streams have written to the folder of their results: reading them,
 * feeding their bodies again, deleting them. Begin with {@link
 * dev.conveyor.jobs.dead.LetterFolder}.
 *
 * <p>Only finished files are read: those of a batch with {@code _SUCCESS}, so that a stream may run
 * meanwhile. The files of a stream keep their names, since a restart checks those. A letter that
 * was fed again has a field more, and a deleted one leaves an empty line, so that both outlast a
 * compaction. While a file is being fed, {@code .part-N.fed} beside it names the lines that were.
 */
package dev.conveyor.jobs.dead;
