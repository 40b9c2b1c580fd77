package dev.conveyor.jobs.local;

import dev.conveyor.streaming.Slice;

/** A part of one input file. Its bodies are records: lines without LF or CRLF. */
public sealed interface FileSlice extends Slice permits TextSlice, GzipSlice {

  /** The file, as dead letters and messages name it. */
  String path();

  /** How much of the file this is, in bytes as they lie on disk. */
  long length();
}
