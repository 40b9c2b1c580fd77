package dev.conveyor.jobs.steps;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;

/**
 * A driver's writes to one file. None is in the file before a step that says so: a sync or the
 * close. Belongs to one thread.
 */
final class StepOutput extends OutputStream implements Syncable, StreamCapabilities {
  private final FSDataOutputStream out;
  private final Gate gate;
  private final String path;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private boolean closed;

  StepOutput(FSDataOutputStream out, Gate gate, String path) {
    this.out = out;
    this.gate = gate;
    this.path = path;
  }

  @Override
  public void write(int octet) {
    pending.write(octet);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    pending.write(bytes, from, length);
  }

  @Override
  public void hflush() throws IOException {
    sync();
  }

  @Override
  public void hsync() throws IOException {
    sync();
  }

  private void sync() throws IOException {
    boolean isLost = gate.pass("sync", path);
    put();
    out.hsync();
    fail(isLost, "sync");
  }

  private void put() throws IOException {
    pending.writeTo(out);
    pending.reset();
  }

  private void fail(boolean isLost, String operation) throws IOException {
    if (isLost) {
      throw new IOException("the answer to " + operation + " " + path + " was lost");
    }
  }

  @Override
  public boolean hasCapability(String capability) {
    return out.hasCapability(capability);
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    boolean isLost;
    try (out) {
      isLost = gate.pass("close", path);
      put();
    }
    fail(isLost, "close");
  }
}
