package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** Which process has a local TCP port, as {@code /proc} tells. */
final class Ports {
  private static final int LOCAL = 1;
  private static final int INODE = 9;

  private Ports() {}

  /** Returns whether a port belongs to one of the processes of the moment of asking. */
  static IntPredicate of(Supplier<? extends Collection<ProcessHandle>> processes) {
    return port -> {
      String socket = socket(port);
      return socket != null
          && processes.get().stream().anyMatch(process -> sockets(process.pid()).contains(socket));
    };
  }

  /** The link that a descriptor of that socket is; null if no connection has the port. */
  private static String socket(int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : lines(Path.of(table))) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields.length > INODE && fields[LOCAL].endsWith(suffix) && !fields[INODE].equals("0")) {
          return "socket:[" + fields[INODE] + "]";
        }
      }
    }
    return null;
  }

  private static List<String> lines(Path table) {
    try {
      return Files.readAllLines(table);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Set<String> sockets(long pid) {
    List<Path> descriptors = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      files.forEach(descriptors::add);
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return Set.of();
    }
    Set<String> sockets = new HashSet<>();
    for (Path descriptor : descriptors) {
      try {
        sockets.add(Files.readSymbolicLink(descriptor).toString());
      } catch (IOException | UncheckedIOException e) {
        // Closed meanwhile.
      }
    }
    return sockets;
  }
}
