package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The jar that a user would bring: job and query, and nothing of the rest of the kit. */
final class JobJar {
  private static final List<Class<?>> TYPES =
      List.of(
          NumberJob.class,
          NumberQuery.class,
          NumberRows.class,
          IdleWatch.class,
          MarkedTask.class,
          Marks.class);

  private static final List<Class<?>> FILE_SYSTEMS = List.of(SlowFileSystem.class, SlowFiles.class);

  private JobJar() {}

  static Path write(Path folder) throws IOException {
    Path jar = folder.resolve("chaos-jobs.jar");
    if (Files.exists(jar)) {
      return jar;
    }
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> type : TYPES) {
        String name = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(name));
        try (InputStream in = type.getResourceAsStream("/" + name)) {
          in.transferTo(out);
        }
      }
    }
    return jar;
  }

  /**
   * A folder with the file systems alone, for the class path of a driver: what a job needs is not
   * there.
   */
  static Path unpackFileSystem(Path folder) throws IOException {
    Path classes = folder.resolve("classes");
    for (Class<?> type : FILE_SYSTEMS) {
      String name = type.getName().replace('.', '/') + ".class";
      Path file = classes.resolve(name);
      Files.createDirectories(file.getParent());
      try (InputStream in = type.getResourceAsStream("/" + name)) {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return classes;
  }
}
