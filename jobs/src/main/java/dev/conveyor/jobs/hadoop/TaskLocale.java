package dev.conveyor.jobs.hadoop;

import dev.conveyor.streaming.system.SystemText;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.MRJobConfig;

/** The locale in which tasks exchange text with the system, see {@link SystemText}. */
final class TaskLocale {
  private static final String VARIABLE = "LC_ALL";

  /** Lists of variables; each takes one more as a setting of its own. */
  private static final List<String> ENVIRONMENTS =
      List.of(MRJobConfig.MAP_ENV, MRJobConfig.REDUCE_ENV, MRJobConfig.MR_AM_ENV);

  private TaskLocale() {}

  /** Makes it one of UTF-8, whatever the locale of the nodes, unless the user has set it. */
  static void give(Configuration job) {
    for (String environment : ENVIRONMENTS) {
      if (!job.get(environment, "").contains(VARIABLE + "=")) {
        job.setIfUnset(environment + "." + VARIABLE, SystemText.UTF_8_LOCALE);
      }
    }
  }
}
