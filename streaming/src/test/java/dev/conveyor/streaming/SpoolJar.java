package dev.conveyor.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A transport that is no part of this module: {@code src/it}, compiled into a jar of its own. */
public final class SpoolJar {
  private SpoolJar() {}

  /** Compiles it against nothing but the classes of this module. */
  public static Path build(Path folder) throws IOException {
    Path sources = sources();
    Path classes = Files.createDirectories(folder.resolve("classes"));
    List<String> words = new ArrayList<>(List.of("-proc:none", "-Xlint:all", "-Werror"));
    words.addAll(List.of("-cp", ours().toString(), "-d", classes.toString()));
    files(sources.resolve("java")).forEach(file -> words.add(file.toString()));
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, System.out, System.err, words.toArray(String[]::new));
    assertThat(code).isZero();
    Path jar = folder.resolve("spool.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Path root : List.of(classes, sources.resolve("resources"))) {
        for (Path file : files(root)) {
          entries.putNextEntry(new JarEntry(root.relativize(file).toString()));
          Files.copy(file, entries);
        }
      }
    }
    return jar;
  }

  /** Returns a loader with the jar, as engines hand a user's jars to their threads. */
  static ClassLoader loader(Path folder) throws IOException {
    try {
      return new URLClassLoader(
          new URL[] {build(folder).toUri().toURL()}, SpoolJar.class.getClassLoader());
    } catch (MalformedURLException e) {
      throw new IOException(e);
    }
  }

  private static Path ours() throws IOException {
    try {
      return Path.of(Address.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static Path sources() {
    Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    while (!Files.isDirectory(root.resolve("streaming/src/it"))) {
      root = root.getParent();
    }
    return root.resolve("streaming/src/it");
  }

  private static List<Path> files(Path of) throws IOException {
    try (Stream<Path> files = Files.walk(of)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
