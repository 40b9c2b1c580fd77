/** The command {@code demo}, which runs all components in this process. */
package dev.conveyor.jobs.demo;
