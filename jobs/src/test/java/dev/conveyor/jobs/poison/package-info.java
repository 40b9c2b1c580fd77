/** Jobs that throw, on every engine. */
package dev.conveyor.jobs.poison;
