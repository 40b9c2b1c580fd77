/** The options and arguments that several commands share, as picocli mixins and converters. */
package dev.conveyor.jobs.options;
