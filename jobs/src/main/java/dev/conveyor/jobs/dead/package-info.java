/**
 * Dead letters that batches and streams have written to the folder of their results: reading them,
 * feeding their bodies again, deleting them. Begin with {@link
 * dev.conveyor.jobs.dead.LetterFolder}.
 *
 * <p>Only finished files are read: those of a batch with {@code _SUCCESS}, so that a stream may run
 * meanwhile. The files of a stream keep their names, since a restart checks those. Beside a file
 * {@code part-N} lies {@code .part-N.fed}, which names the lines whose letters were fed again; a
 * deleted letter leaves an empty line.
 */
package dev.conveyor.jobs.dead;
