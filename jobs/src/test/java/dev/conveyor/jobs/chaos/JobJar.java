package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The jar that a user would bring: the job, and nothing of the rest of the kit. */
final class JobJar {
  private JobJar() {}

  static Path write(Path folder) throws IOException {
    Path jar = folder.resolve("chaos-jobs.jar");
    if (Files.exists(jar)) {
      return jar;
    }
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> type : List.of(NumberJob.class, Marks.class)) {
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
   * A folder with the file system alone, for the class path of a driver: what a job needs is not
   * there.
   */
  static Path unpackFileSystem(Path folder) throws IOException {
    String name = SlowFileSystem.class.getName().replace('.', '/') + ".class";
    Path classes = folder.resolve("classes");
    Path file = classes.resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream in = SlowFileSystem.class.getResourceAsStream("/" + name)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return classes;
  }
}
