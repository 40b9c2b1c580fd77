/**
 * The step-fault test: finds each step of a driver that others can see, and tries each fault at it.
 * {@code scripts/chaos --steps} runs every fault at every step, {@code
 * dev.conveyor.jobs.steps.StepFaultsIT} one fault at each step, another one with each seed, within
 * three minutes.
 *
 * <p>A driver runs in a process of its own, which runs one driver after the other ({@link
 * dev.conveyor.jobs.steps.DriverHost}). Its file system asks before each call ({@link
 * dev.conveyor.jobs.steps.StepFiles}); its requests to Redis pass a proxy that knows their limits
 * ({@link dev.conveyor.jobs.steps.RedisProxy}). Both end in {@link
 * dev.conveyor.jobs.steps.Driver#pass}, which lets a step pass, makes it fail, or holds it. A step
 * is known by what is asked for, with what differs from run to run masked, and by how often that
 * was asked for before. Steps of the successor are not counted.
 *
 * <p>What is checked afterwards, {@link dev.conveyor.jobs.steps.Aftermath} says.
 */
package dev.conveyor.jobs.steps;
