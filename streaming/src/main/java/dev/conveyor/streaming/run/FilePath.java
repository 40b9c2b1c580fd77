package dev.conveyor.streaming.run;

import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * Paths on Hadoop's file systems as their users write them. Hadoop takes all that stands before a
 * colon for a scheme, also in a name like {@code 2024-01-01T10:00}.
 */
public final class FilePath {
  private static final Pattern WITH_SCHEME =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*", Pattern.DOTALL);

  private FilePath() {}

  /**
   * A path that begins with a scheme, a colon and a slash, or else one on the default file system.
   *
   * @throws IllegalArgumentException if the text is empty, or names a scheme and is no URI
   */
  public static Path of(String text) {
    return WITH_SCHEME.matcher(text).matches() ? new Path(text) : new Path(null, null, text);
  }

  /** Returns the file of that name in a folder; the name may contain colons. */
  public static Path child(Path folder, String name) {
    return new Path(folder, new Path(null, null, name));
  }
}
