/** Options and arguments that several commands share, each one a picocli mixin or converter. */
package dev.conveyor.jobs.options;
