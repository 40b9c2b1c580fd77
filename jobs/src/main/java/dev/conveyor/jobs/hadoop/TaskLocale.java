package dev.conveyor.jobs.hadoop;

import dev.conveyor.streaming.system.SystemText;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.MRJobConfig;

/** The locale for text that tasks exchange with the system, see {@link SystemText}. */
final class TaskLocale {
  private static final String VARIABLE = "LC_ALL";

  /** The settings that list variables; each variable may also have a setting of its own. */
  private static final List<String> ENVIRONMENTS =
      List.of(MRJobConfig.MAP_ENV, MRJobConfig.REDUCE_ENV, MRJobConfig.MR_AM_ENV);

  private TaskLocale() {}

  /** Sets a UTF-8 locale, independent of the nodes, unless the user has set one. */
  static void give(Configuration job) {
    for (String environment : ENVIRONMENTS) {
      if (!job.get(environment, "").contains(VARIABLE + "=")) {
        job.setIfUnset(environment + "." + VARIABLE, SystemText.UTF_8_LOCALE);
      }
    }
  }
}
