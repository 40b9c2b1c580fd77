/** Fixtures that tests of several packages use: commands, a Redis, texts and jobs. */
package dev.conveyor.jobs.kit;
