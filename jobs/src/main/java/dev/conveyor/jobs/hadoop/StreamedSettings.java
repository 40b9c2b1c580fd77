package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.program.ProcessTree;
import dev.conveyor.jobs.program.Program.Role;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.ConfigRedactor;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.streaming.PipeMapper;

/** The settings with which Hadoop Streaming runs one program of a task. */
record StreamedSettings(Configuration task) {
  private static final String ENVIRONMENT = "stream.addenvironment";

  /**
   * The setting for the length limit of a variable. A variable that is too long for the system
   * prevents every program from starting.
   */
  private static final String LONGEST_VARIABLE = "stream.jobconf.truncate.limit";

  private static final int LONGEST = 20_000;

  /**
   * The settings for the form of lines, which users cannot change: it is the same on every engine.
   */
  private static final List<String> NOT_KEPT =
      List.of(
          "stream.map.input",
          "stream.map.input.ignoreKey",
          "stream.map.output",
          "stream.map.output.field.separator",
          "stream.map.output.reader.class",
          "stream.map.streamprocessor",
          "stream.num.map.output.key.fields",
          "stream.num.reduce.output.key.fields",
          "stream.reduce.input",
          "stream.reduce.output",
          "stream.reduce.output.field.separator",
          "stream.reduce.output.reader.class",
          "stream.reduce.streamprocessor");

  /**
   * Checks that the user has set none of these.
   *
   * @throws BatchException if one is set
   */
  static void check(Configuration settings) {
    for (String name : NOT_KEPT) {
      if (settings.getRaw(name) != null) {
        throw new BatchException(
            "cannot run programs with "
                + name
                + "="
                + settings.getRaw(name)
                + ": their lines are key<TAB>value on every engine; leave it out");
      }
    }
  }

  /** Returns the task's settings without secrets, since each becomes a variable of the program. */
  JobConf of(Role role, String command, ProcessTree processes, int longest, Object name) {
    JobConf job = new JobConf(task);
    ConfigRedactor secrets = new ConfigRedactor(job);
    for (Map.Entry<String, String> setting : task) {
      String shown = secrets.redact(setting.getKey(), setting.getValue());
      if (!setting.getValue().equals(shown)) {
        job.set(setting.getKey(), shown);
      }
    }
    String prefix = role == Role.MAPPER ? "stream.map." : "stream.reduce.";
    job.set(prefix + "streamprocessor", URLEncoder.encode(command, StandardCharsets.UTF_8));
    job.set(prefix + "output.reader.class", PrintedReader.class.getName());
    job.setMapperClass(PipeMapper.class);
    job.setBoolean("stream.map.input.ignoreKey", true);
    job.setIfUnset(LONGEST_VARIABLE, Integer.toString(LONGEST));
    job.set(ENVIRONMENT, (task.get(ENVIRONMENT, "") + " " + marked(processes)).strip());
    PrintedReader.configure(job, name.toString(), longest);
    return job;
  }

  private static String marked(ProcessTree processes) {
    Map<String, String> mark = new HashMap<>();
    processes.mark(mark);
    StringBuilder text = new StringBuilder();
    mark.forEach((key, value) -> text.append(key).append('=').append(value));
    return text.toString();
  }
}
