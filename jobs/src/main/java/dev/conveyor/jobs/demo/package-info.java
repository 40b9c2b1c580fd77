/** The command {@code demo}: the main job on parts that run inside this process. */
package dev.conveyor.jobs.demo;
