package dev.conveyor.jobs.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where {@link GatedWords} waits, so that tests know of a task that is in the middle of its work,
 * and in which process. Shut until it is opened, then it lets everyone through. Safe for threads.
 */
public final class Gate implements AutoCloseable {
  /** With splits of this size each of its files is a task's. */
  public static final int SPLIT = 1 << 20;

  private static final long LIMIT_SECONDS = 180;
  private static final int FILES = 2;
  private static final int LINES = 100;

  private final ServerSocket server =
      new ServerSocket(0, Integer.MAX_VALUE, InetAddress.getLoopbackAddress());
  private final Thread porter = new Thread(this::receive, "gate");
  private final BlockingQueue<ProcessHandle> arrivals = new LinkedBlockingQueue<>();
  private final List<Socket> waiting = new ArrayList<>();
  private boolean isOpen;

  public Gate() throws IOException {
    porter.start();
  }

  /** Writes two files, with this gate in the middle of one: there the job waits. */
  public void write(FileSystem files, Path folder) throws IOException {
    for (int file = 0; file < FILES; file++) {
      try (OutputStream out = files.create(new Path(folder, "text-" + file))) {
        String lines = ("some words of file " + file + "\n").repeat(LINES);
        String gate = file == 0 ? GatedWords.GATE + server.getLocalPort() + "\n" : "";
        out.write((lines + gate + lines).getBytes(UTF_8));
      }
    }
  }

  /** Waits for the next to wait here: its process. */
  public ProcessHandle awaitArrival() throws InterruptedException {
    ProcessHandle next = arrivals.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no process has reached the gate within " + LIMIT_SECONDS + " s");
    }
    return next;
  }

  /** Lets those go on who wait, and who come later. */
  public synchronized void open() throws IOException {
    isOpen = true;
    for (Socket one : waiting) {
      one.close();
    }
    waiting.clear();
  }

  private void receive() {
    while (true) {
      try {
        admit(server.accept());
      } catch (IOException e) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  private void admit(Socket one) throws IOException {
    long process;
    try {
      process = new DataInputStream(one.getInputStream()).readLong();
    } catch (IOException e) {
      one.close();
      throw e;
    }
    synchronized (this) {
      if (isOpen) {
        one.close();
      } else {
        waiting.add(one);
        ProcessHandle.of(process).ifPresent(arrivals::add);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    open();
    try {
      porter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
