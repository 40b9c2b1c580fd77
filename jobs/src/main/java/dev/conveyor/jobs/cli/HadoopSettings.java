package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.MisuseException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.GenericOptionsParser;

/** The settings of Hadoop. Apart from the command, whose help is read where there is no Hadoop. */
final class HadoopSettings {
  private final Configuration configuration;

  private HadoopSettings(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * Hadoop's settings with these options applied. Jars among them are from now on seen through the
   * context class loader.
   *
   * @throws MisuseException if Hadoop cannot read them
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
    throw new MisuseException("cannot use Hadoop's options: they are misspelt; see --help");
  }

  /** Hadoop wraps what it has to say of a path. */
  private static String reason(Exception e) {
    return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
  }

  Configuration configuration() {
    return configuration;
  }
}
