/**
 * Redis lists as work queues, {@code ?list=KEY}: an element is the message itself. Messages are
 * delivered at least once from a writer's {@code write} to a reader's {@code acknowledge}, as long
 * as Redis keeps its data.
 *
 * <p>Conveyor's own keys lie beside the list and share its slot in a cluster. Their names begin
 * with {@code {KEY}}; where KEY has braces, with {@code {TAG}:KEY}, where TAG is KEY's hash tag, or
 * a number in its slot:
 *
 * <ul>
 *   <li>{@code :work:<reader>}: the messages that a reader has in work;
 *   <li>{@code :leases}: the ends of readers' leases;
 *   <li>{@code :acknowledged}: the number of messages that each reader has settled;
 *   <li>{@code :limits}: the number of attempts that each reader grants a message;
 *   <li>{@code :attempts}: the attempts of waiting messages; expires a day after its last change;
 *   <li>{@code :attempts:<reader>}: the attempts of messages that a reader has in work;
 *   <li>{@code :dead}: dead letters, each a line of JSON, {@code
 *       {"reason":"…","attempts":3,"died":"<milliseconds since 1970>"}}, and the whole body;
 *   <li>{@code :done}: of readers that count attempts, the first 1 KiB of each of the latest 1,000
 *       acknowledged messages, newest first; {@code :done:total}: their total number;
 *   <li>{@code :writer:<writer>}: the number of each writer's last push;
 *   <li>{@code :moved:<action>}: for a while, the number of messages that an operator's action has
 *       moved.
 * </ul>
 *
 * <p>A run claims what waits: numbered lists of its own ({@code :claim:<run>:<number>}), made by
 * one {@code RENAME}, or with {@code &shared} by moves of at most 10,000 messages or some 4 MiB. A
 * position is {@code number:index}. Redis deletes a claim when it is wholly released. A writer that
 * {@code &capacity} bounds continues as soon as what waits is claimed.
 */
package dev.conveyor.streaming.redis.list;
