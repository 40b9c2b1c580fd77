/**
 * Redis lists as work queues.
 *
 * <p>A list element is the message itself, so any Redis client can push to the list and pop from
 * it. Beside the list, under its hash tag, lie
 *
 * <ul>
 *   <li>what each reader holds ({@code :work:<reader>}), when readers' leases run out ({@code
 *       :leases}), how many messages each has settled ({@code :acknowledged}) and how many attempts
 *       it grants a message ({@code :limits});
 *   <li>how many attempts messages have behind them: those that wait ({@code :attempts}, which goes
 *       a day after its last change) and those that a reader holds ({@code :attempts:<reader>});
 *   <li>what cannot be processed ({@code :dead}): a line of JSON, {@code
 *       {"reason":"…","attempts":3,"died":"<milliseconds since 1970>"}}, and the whole body;
 *   <li>of readers that count attempts, the beginnings of the latest 1,000 messages that were done,
 *       1 KiB of each, newest first ({@code :done}), and how many in all ({@code :done:total});
 *   <li>the number of each writer's last push ({@code :writer:<writer>}), and for a while how much
 *       somebody's mending has moved ({@code :moved:<action>}).
 * </ul>
 *
 * <p>Guarantee: at least once from a writer's {@code write} to a reader's {@code acknowledge}, as
 * long as Redis keeps its data. A push that is repeated after a lost answer happens once. Needs
 * Redis 6.2 or later. A reader or writer belongs to one thread, and a reader has another one that
 * renews its lease until it closes; a connection that is lost is made again.
 */
package dev.conveyor.streaming.redis;
