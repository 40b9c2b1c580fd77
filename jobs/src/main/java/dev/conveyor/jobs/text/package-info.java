/**
 * Text as it lies in files: {@link dev.conveyor.jobs.text.TextFile} tells by the first bytes how a
 * file is compressed and encoded, and gives its text. The same on every engine and in feeders;
 * knows neither Hadoop nor any file system.
 */
package dev.conveyor.jobs.text;
