package dev.conveyor.jobs.input;

import java.io.Serializable;

/**
 * The records of a text file that begin at {@code from} (inclusive) to {@code to} (exclusive): a
 * record that a cut goes through belongs to the slice before it. So any cuts whatever give the same
 * records in the same order. A compressed file is one slice, and its bytes are the compressed ones.
 *
 * @param path on any Hadoop file system
 */
public record TextSlice(String path, long from, long to) implements Serializable {

  /** In bytes as they lie on disk. */
  public long length() {
    return to - from;
  }
}
