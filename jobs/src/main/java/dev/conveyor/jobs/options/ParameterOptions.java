package dev.conveyor.jobs.options;

import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.parameter.Parameter;
import dev.conveyor.jobs.stage.Job;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The option {@code --param}, which sets parameters of jobs. */
public final class ParameterOptions {
  @Option(
      names = "--param",
      paramLabel = "NAME=VALUE",
      description =
          "A parameter of the job, repeatable; conveyor jobs lists them. With several jobs, it is"
              + " for each that has it.")
  private List<String> words = List.of();

  /**
   * Returns the job with the values of its parameters.
   *
   * @throws MisuseException if a word is malformed or given twice, the job has no such parameter,
   *     or a required one is missing
   */
  public Job apply(Job job) {
    return apply(job, Map.of());
  }

  /**
   * Returns the job with the values of its parameters.
   *
   * @param further values by name, which other options give
   * @throws MisuseException if a word is malformed or given twice, the job has no such parameter,
   *     or a required one is missing
   */
  public Job apply(Job job, Map<String, String> further) {
    Map<String, String> values = values();
    further.forEach((name, value) -> put(values, name, value));
    return with(job, values);
  }

  /**
   * Returns each job with the values of the parameters that it has.
   *
   * @throws MisuseException if a word is malformed or given twice, no job has such a parameter, or
   *     a required one is missing
   */
  public List<Job> apply(List<Job> jobs) {
    if (jobs.size() == 1) {
      return List.of(apply(jobs.get(0)));
    }
    Map<String, String> values = values();
    for (String name : values.keySet()) {
      if (jobs.stream().noneMatch(job -> names(job).contains(name))) {
        throw new MisuseException(
            "cannot run jobs with parameter "
                + name
                + ": none of "
                + jobs.stream().map(Job::name).collect(Collectors.joining(", "))
                + " has it; conveyor jobs lists them");
      }
    }
    return jobs.stream().map(job -> with(job, ofJob(job, values))).toList();
  }

  private static Map<String, String> ofJob(Job job, Map<String, String> values) {
    Map<String, String> own = new LinkedHashMap<>(values);
    own.keySet().retainAll(names(job));
    return own;
  }

  private static Set<String> names(Job job) {
    return job.declared().stream().map(Parameter::name).collect(Collectors.toSet());
  }

  private static Job with(Job job, Map<String, String> values) {
    try {
      return job.with(values);
    } catch (IllegalArgumentException e) {
      throw new MisuseException(e.getMessage());
    }
  }

  private Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new MisuseException(
            "cannot set parameter \""
                + word
                + "\": it has no name or no =; write --param NAME=VALUE");
      }
      put(values, word.substring(0, equals), word.substring(equals + 1));
    }
    return values;
  }

  private static void put(Map<String, String> values, String name, String value) {
    if (values.put(name, value) != null) {
      throw new MisuseException("cannot set parameter " + name + " twice; give it once");
    }
  }
}
