package dev.conveyor.jobs.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.input.TextFiles;
import dev.conveyor.jobs.output.SaveMode;
import dev.conveyor.jobs.program.CommandLine;
import dev.conveyor.jobs.program.Programs;
import dev.conveyor.jobs.stage.ErrorPolicy;
import dev.conveyor.jobs.stage.Job;
import dev.conveyor.jobs.stage.Jobs;
import dev.conveyor.jobs.stage.OnError;
import dev.conveyor.streaming.run.FilePath;
import dev.conveyor.streaming.run.RunPlan;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import dev.conveyor.jobs.input.BatchException;

/**
 * What one batch does, whatever runs it. Travels in a Hadoop configuration, but for the queues.
 *
 * @param inputs files, folders and globs, on any Hadoop file system
 * @param queues what else is read: lists and logs, and where it is written down that they are held
 * @param output the folder for the result, likewise
 * @param longest in bytes; a longer record is a dead letter
 * @param top how many entries a ranked job keeps
 * @param programs of the user's, which a piped job runs
 * @param errors what happens to records on which the job throws
 */
public record BatchPlan(
    Job job,
    List<String> inputs,
    Optional<RunPlan> queues,
    String output,
    SaveMode existing,
    int longest,
    int top,
    Optional<Programs> programs,
    ErrorPolicy errors) {
  private static final String KEY = "conveyor.batch.";
  private static final String INPUT = KEY + "input.";
  private static final String MAPPER = KEY + "mapper";
  private static final String REDUCER = KEY + "reducer";
  private static final String ON_ERROR = KEY + "on-error";
  private static final String ATTEMPTS = KEY + "attempts";
  private static final int LONGEST = 64 << 20;
  private static final int TOP = 10;
  private static final int DIGEST_BYTES = 8;

  public BatchPlan {
    inputs = List.copyOf(inputs);
  }

  /** Files only, records of up to 64 MiB, the top ten, and no output that is there already. */
  public static BatchPlan of(Job job, List<String> inputs, String output) {
    return new BatchPlan(
        job,
        inputs,
        Optional.empty(),
        output,
        SaveMode.REFUSE,
        LONGEST,
        TOP,
        Optional.empty(),
        ErrorPolicy.FAIL);
  }

  /** Where the record of a batch with this output is unless its plan says otherwise. */
  public static String recordBeside(String output) {
    Path place = FilePath.of(output);
    Path parent = place.getParent() == null ? place : place.getParent();
    return FilePath.child(parent, "." + place.getName() + ".conveyor").toString();
  }

  /** The same output, however it is looked for: as given, unless its place depends on where. */
  public static String inFull(String output, Configuration configuration) {
    try {
      Path place = FilePath.of(output);
      if (place.isUriPathAbsolute()) {
        return output;
      }
      return TextFiles.fileSystem(place, configuration).makeQualified(place).toString();
    } catch (IOException | IllegalArgumentException e) {
      throw BatchException.cannot("write output " + output, e, "name another folder");
    }
  }

  public BatchPlan withQueues(RunPlan lists) {
    return new BatchPlan(
        job, inputs, Optional.of(lists), output, existing, longest, top, programs, errors);
  }

  public BatchPlan withExisting(SaveMode choice) {
    return new BatchPlan(job, inputs, queues, output, choice, longest, top, programs, errors);
  }

  public BatchPlan withLongest(int bytes) {
    return new BatchPlan(job, inputs, queues, output, existing, bytes, top, programs, errors);
  }

  public BatchPlan withTop(int entries) {
    return new BatchPlan(job, inputs, queues, output, existing, longest, entries, programs, errors);
  }

  public BatchPlan withPrograms(Programs choice) {
    return new BatchPlan(
        job, inputs, queues, output, existing, longest, top, Optional.of(choice), errors);
  }

  public BatchPlan withErrors(ErrorPolicy policy) {
    return new BatchPlan(job, inputs, queues, output, existing, longest, top, programs, policy);
  }

  /** What makes the result of the lines that a mapper has made; none: they are added up. */
  public Optional<CommandLine> reducer() {
    return programs.flatMap(Programs::reducer);
  }

  /**
   * The same for each run of the same command, whether it overwrites or not, and unlike that of any
   * other: 16 hexadecimal digits.
   */
  public String digest() {
    List<String> words = new ArrayList<>(List.of(job.name(), output, longest + " " + top));
    words.addAll(inputs);
    queues.ifPresent(run -> run.addresses().forEach(address -> words.add(address.toString())));
    queues.ifPresent(run -> words.add(run.folder()));
    programs.ifPresent(choice -> words.add(choice.mapper().text()));
    reducer().ifPresent(command -> words.add(command.text()));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      words.forEach(word -> digest.update((word.length() + ":" + word).getBytes(UTF_8)));
      return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Writes it into a configuration that tasks will see; without the queues. */
  public void write(Configuration configuration) {
    configuration.set(KEY + "job", job.name());
    configuration.set(KEY + "output", output);
    configuration.setEnum(KEY + "existing", existing);
    configuration.setInt(KEY + "longest", longest);
    configuration.setInt(KEY + "top", top);
    configuration.setEnum(ON_ERROR, errors.onError());
    configuration.setInt(ATTEMPTS, errors.attempts());
    programs.ifPresent(choice -> write(choice, configuration));
    configuration.setInt(KEY + "inputs", inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      configuration.set(INPUT + i, inputs.get(i));
    }
  }

  private static void write(Programs programs, Configuration configuration) {
    configuration.set(MAPPER, programs.mapper().text());
    programs.reducer().ifPresent(reducer -> configuration.set(REDUCER, reducer.text()));
  }

  private static Optional<Programs> programs(Configuration configuration) {
    Optional<CommandLine> reducer =
        Optional.ofNullable(configuration.getRaw(REDUCER)).map(CommandLine::parse);
    return Optional.ofNullable(configuration.getRaw(MAPPER))
        .map(mapper -> new Programs(CommandLine.parse(mapper), reducer));
  }

  /** Reads back what {@link #write} wrote. */
  public static BatchPlan read(Configuration configuration) {
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < configuration.getInt(KEY + "inputs", 0); i++) {
      inputs.add(configuration.getRaw(INPUT + i));
    }
    return new BatchPlan(
        Jobs.named(configuration.getRaw(KEY + "job")),
        inputs,
        Optional.empty(),
        configuration.getRaw(KEY + "output"),
        configuration.getEnum(KEY + "existing", SaveMode.REFUSE),
        configuration.getInt(KEY + "longest", LONGEST),
        configuration.getInt(KEY + "top", TOP),
        programs(configuration),
        new ErrorPolicy(
            configuration.getEnum(ON_ERROR, OnError.FAIL), configuration.getInt(ATTEMPTS, 1)));
  }
}
