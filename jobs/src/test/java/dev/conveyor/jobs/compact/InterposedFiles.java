package dev.conveyor.jobs.compact;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files, under a scheme of their own; another process acts between two looks at them. */
public final class InterposedFiles extends FilterFileSystem {
  private static final AtomicInteger LEFT = new AtomicInteger(Integer.MAX_VALUE);
  private static volatile Action action = () -> {};

  /** The actions of another process. */
  interface Action {
    void happens() throws Exception;
  }

  public InterposedFiles() {
    super(new RawLocalFileSystem());
  }

  static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set("fs.file.impl", InterposedFiles.class.getName());
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    return configuration;
  }

  /** Lets that happen before a look, counted from 1. */
  static void before(int look, Action other) {
    action = other;
    LEFT.set(look);
  }

  /** Returns whether it has happened. */
  static boolean isPast() {
    return LEFT.getAndSet(Integer.MAX_VALUE) <= 0;
  }

  private static void look() {
    if (LEFT.decrementAndGet() == 0) {
      try {
        action.happens();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    look();
    return super.getFileStatus(path);
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    look();
    return super.listStatus(path);
  }

  @Override
  public FSDataInputStream open(Path path, int buffer) throws IOException {
    look();
    return super.open(path, buffer);
  }
}
