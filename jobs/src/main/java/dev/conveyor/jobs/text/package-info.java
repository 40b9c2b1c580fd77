/**
 * Text in files: {@link dev.conveyor.jobs.text.TextFile} detects compression and encoding by the
 * first bytes of a file, and decodes its text. Engines and feeders share it. It knows neither
 * Hadoop nor any file system.
 */
package dev.conveyor.jobs.text;
