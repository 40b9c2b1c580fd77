package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.MisuseException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.GenericOptionsParser;

/** The settings of Hadoop. A separate class, so that help works without Hadoop's classes. */
final class HadoopSettings {
  private final Configuration configuration;

  private HadoopSettings(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * Returns Hadoop's settings with these options applied. Adds the jars of {@code -libjars} to the
   * context class loader of this thread.
   *
   * @throws MisuseException if Hadoop cannot parse the options or find a file
   */
  static HadoopSettings of(List<String> options) {
    try {
      GenericOptionsParser parser =
          new GenericOptionsParser(new Configuration(), options.toArray(String[]::new));
      if (parser.isParseSuccessful() && parser.getRemainingArgs().length == 0) {
        return new HadoopSettings(parser.getConfiguration());
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new MisuseException("cannot use Hadoop's options: " + reason(e) + "; correct them");
    }
    throw new MisuseException("cannot use Hadoop's options: they are misspelt; correct them");
  }

  /** Returns the message of the cause, if there is one, since Hadoop wraps failures on a path. */
  private static String reason(Exception e) {
    return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
  }

  Configuration configuration() {
    return configuration;
  }
}
