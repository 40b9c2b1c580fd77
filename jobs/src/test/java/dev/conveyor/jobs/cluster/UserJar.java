package dev.conveyor.jobs.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A jar of some classes of the tests, as a user would bring it. */
public final class UserJar {
  private UserJar() {}

  public static Path write(Path jar, Class<?>... types) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> type : types) {
        String name = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(name));
        try (InputStream in = type.getResourceAsStream("/" + name)) {
          in.transferTo(out);
        }
      }
    }
    return jar;
  }

  /** A job for this application's own command. */
  public static Path gatedWords(Path folder) throws IOException {
    return write(PlainName.of(folder).resolve("gated-words.jar"), GatedWords.class);
  }
}
