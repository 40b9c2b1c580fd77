/**
 * Sums of any number of keys in bounded memory: the sort and merge of the shuffle.
 *
 * <p>A map task sends the entries of its tally as sorted blocks, see {@link
 * dev.conveyor.jobs.merge.SortedBlocks}. A reduce task collects blocks in {@link
 * dev.conveyor.jobs.merge.SortedSums}. Blocks beyond its {@link
 * dev.conveyor.jobs.merge.MemoryShare} are merged into runs on local disk. One last merge adds up
 * the amounts of each key, in ranges of keys, and in order.
 *
 * <p>The method is the external merge sort of D. Knuth, The Art of Computer Programming, volume 3,
 * section 5.4, with combining while merging. Knows no engine.
 */
package dev.conveyor.jobs.merge;
