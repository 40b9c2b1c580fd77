package dev.conveyor.jobs.files;

import dev.conveyor.streaming.run.FileReason;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Jars of the user, which hold jobs and transports. A jar is a local path or a Hadoop URI. */
public final class UserJars {
  /** The variable that names jars, with {@code :} between them. */
  private static final String VARIABLE = "CONVEYOR_JARS";

  private static final Pattern URI_OF_A_FILE_SYSTEM =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

  /** A path that Hadoop takes as it stands. */
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}/._~@+=-]*");

  private UserJars() {}

  /** Returns the jars that the environment names. */
  public static List<String> ofEnvironment() {
    String value = System.getenv(VARIABLE);
    return value == null ? List.of() : split(value, File.pathSeparator);
  }

  private static List<String> split(String value, String separator) {
    return Arrays.stream(value.split(Pattern.quote(separator)))
        .filter(jar -> !jar.isEmpty())
        .toList();
  }

  /**
   * Returns a class loader for jars. Copies those that are not on this machine to temporary files.
   *
   * @param mayBeMissing whether a local jar that does not exist is left out: the driver of a
   *     cluster has the jars of its user under other names
   * @throws IllegalArgumentException if a jar cannot be read; the message is one line
   */
  public static ClassLoader loader(List<String> jars, ClassLoader parent, boolean mayBeMissing) {
    List<URL> urls = new ArrayList<>();
    for (String jar : jars) {
      if (jar.isEmpty()) {
        throw unusable("\"\"", "it is no path");
      }
      Path local = isRemote(jar) ? copied(jar) : local(jar);
      if (Files.isReadable(local) && Files.isRegularFile(local)) {
        checkFormat(jar, local);
        urls.add(url(local));
      } else if (!mayBeMissing) {
        throw unusable(
            jar,
            !Files.exists(local)
                ? "it does not exist"
                : Files.isDirectory(local) ? "it is a folder" : "permission denied");
      }
    }
    return urls.isEmpty() ? parent : new URLClassLoader(urls.toArray(URL[]::new), parent);
  }

  /**
   * Returns jars as URIs, for Hadoop's option {@code -libjars}. Leaves out local ones that do not
   * exist. Hadoop cannot read a path with spaces and some other characters: it gets a link to it,
   * which is deleted when this process ends.
   *
   * @throws IllegalArgumentException if no link can be made; the message is one line
   */
  public static List<String> uris(List<String> jars) {
    return jars.stream()
        .filter(UserJars::isThere)
        .map(jar -> isRemote(jar) ? jar : linked(local(jar).toAbsolutePath().normalize()))
        .toList();
  }

  private static String linked(Path jar) {
    if (PLAIN.matcher(jar.toString()).matches()) {
      return jar.toUri().toString();
    }
    try {
      Path folder = Files.createTempDirectory("conveyor-jars-");
      folder.toFile().deleteOnExit();
      Path link = folder.resolve(jar.getFileName().toString().replaceAll("[^A-Za-z0-9._-]", "_"));
      link.toFile().deleteOnExit();
      return Files.createSymbolicLink(link, jar).toUri().toString();
    } catch (IOException e) {
      throw unusable(jar.toString(), "no link to it can be made: " + FileReason.of(e));
    }
  }

  private static boolean isThere(String jar) {
    return isRemote(jar) || Files.exists(local(jar));
  }

  private static boolean isRemote(String jar) {
    return URI_OF_A_FILE_SYSTEM.matcher(jar).matches() && !jar.startsWith("file:");
  }

  private static Path local(String jar) {
    try {
      return jar.startsWith("file:") ? Path.of(URI.create(jar).getPath()) : Path.of(jar);
    } catch (IllegalArgumentException e) {
      throw unusable(jar, "it is no path");
    }
  }

  private static void checkFormat(String jar, Path local) {
    try (ZipFile opened = new ZipFile(local.toFile())) {
      // Opening reads its directory.
    } catch (IOException e) {
      throw unusable(jar, "it is no jar: " + e.getMessage());
    }
  }

  private static Path copied(String jar) {
    try {
      Path copy = Files.createTempFile("conveyor-", ".jar");
      copy.toFile().deleteOnExit();
      org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path(jar);
      FileSystem files = remote.getFileSystem(new Configuration());
      files.copyToLocalFile(false, remote, new org.apache.hadoop.fs.Path(copy.toUri()), true);
      return copy;
    } catch (IOException e) {
      throw unusable(jar, FileReason.of(e));
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toAbsolutePath().toUri().toURL();
    } catch (MalformedURLException e) {
      throw unusable(jar.toString(), "it is no path");
    }
  }

  private static IllegalArgumentException unusable(String jar, String reason) {
    return new IllegalArgumentException(
        "cannot use jar "
            + jar
            + ": "
            + reason
            + "; name a readable jar (--jars, "
            + VARIABLE
            + ")");
  }

  /**
   * Adds jars to a list that an engine keeps as text. Leaves out those that are in it, and local
   * ones that do not exist.
   *
   * @param list separated by commas; may be empty
   */
  public static String added(String list, List<String> jars) {
    Set<String> paths = new LinkedHashSet<>();
    split(list, ",").forEach(jar -> paths.add(isRemote(jar) ? jar : absolute(jar)));
    StringBuilder all = new StringBuilder(list);
    for (String jar : jars) {
      if (isThere(jar) && paths.add(isRemote(jar) ? jar : absolute(jar))) {
        all.append(all.isEmpty() ? "" : ",").append(isRemote(jar) ? jar : absolute(jar));
      }
    }
    return all.toString();
  }

  private static String absolute(String jar) {
    return local(jar).toAbsolutePath().normalize().toUri().toString();
  }
}
