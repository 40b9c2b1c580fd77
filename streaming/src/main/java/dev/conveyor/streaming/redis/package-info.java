/**
 * Redis lists as work queues.
 *
 * <p>A list element is the message itself, so any Redis client can push to the list and pop from
 * it. Beside the list, under its hash tag, lie what each reader holds ({@code :work:<reader>}), the
 * readers' leases ({@code :leases}) and counts ({@code :acknowledged}), the number of each writer's
 * last push ({@code :writer:<writer>}) and bodies over the size limit ({@code :dead}).
 *
 * <p>Guarantee: at least once from a writer's {@code write} to a reader's {@code acknowledge}, as
 * long as Redis keeps its data. A push that is repeated after a lost answer happens once. Needs
 * Redis 6.2 or later. A reader or writer belongs to one thread; a connection that is lost is made
 * again.
 */
package dev.conveyor.streaming.redis;
