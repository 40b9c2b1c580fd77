package dev.conveyor.jobs.stage;

import dev.conveyor.jobs.parameter.Parameter;
import dev.conveyor.jobs.parameter.Parameters;
import java.io.Serializable;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One job of {@link Jobs} with the values of its parameters. Serialized as text, which the receiver
 * looks up. Two jobs are equal if they have the same name and values. Safe for threads.
 */
public final class Job implements Serializable {
  private static final long serialVersionUID = 2;

  private final String name;

  /** Values by name, in their canonical form. */
  private final TreeMap<String, String> given;

  private final String id;
  private final transient Supplier<Mapping> factory;

  /** An instance that is never opened; null before it is needed. */
  private transient Mapping prototype;

  Job(String name, Supplier<Mapping> factory) {
    this(name, new TreeMap<>(), name, factory);
  }

  private Job(String name, Map<String, String> given, String id, Supplier<Mapping> factory) {
    this.name = name;
    this.given = new TreeMap<>(given);
    this.id = id;
    this.factory = factory;
  }

  /**
   * Returns this job with these values of its parameters.
   *
   * @param values texts by name
   * @throws IllegalArgumentException if a value has no parameter or is invalid, or a required one
   *     is missing; the message is one line with the list of parameters
   * @throws JobException if the job cannot be instantiated
   */
  public Job with(Map<String, String> values) {
    Parameters checked = Parameters.of(name, declared(), values);
    Job job = new Job(name, checked.given(), name + checked.suffix(), factory);
    if (job.top().orElse(1) < 1) {
      throw new IllegalArgumentException(
          "cannot run job " + name + ": it keeps no entry; return 1 or more from top(parameters)");
    }
    return job;
  }

  /** The name on the command line. */
  public String name() {
    return name;
  }

  /**
   * Returns the name in output folders and checkpoints: {@link #name}, and the parameters that
   * change the result, like {@code words-letters=5}.
   */
  public String id() {
    return id;
  }

  /** Returns the parameters that the job declares. */
  public List<Parameter<?>> declared() {
    Mapping asked = prototype();
    return JobException.making(name, "fix its parameters()", () -> List.copyOf(asked.parameters()));
  }

  /** Returns the values of the parameters. */
  public Parameters parameters() {
    return Parameters.of(name, declared(), given);
  }

  /**
   * Returns a new instance for one thread, which is not open.
   *
   * @throws JobException if that fails
   */
  public Mapping newMapping() {
    return JobException.making(name, JobException.FIX_CONSTRUCTOR, factory);
  }

  /** Returns the number of entries that the result keeps; empty if it keeps all. */
  public OptionalInt top() {
    Mapping asked = prototype();
    Parameters values = parameters();
    return JobException.making(
        name, "fix its top(parameters)", () -> Objects.requireNonNull(asked.top(values)));
  }

  private synchronized Mapping prototype() {
    if (prototype == null) {
      prototype = newMapping();
    }
    return prototype;
  }

  /** Returns whether the result is a ranking of the sums, which only a batch can make. */
  public boolean isRanked() {
    return top().isPresent();
  }

  /** Returns the values of the parameters as one line of ASCII, for {@link #withEncoded}. */
  public String encodedParameters() {
    return given.entrySet().stream()
        .map(value -> encoded(value.getKey()) + "=" + encoded(value.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** Returns this job with values from {@link #encodedParameters}. */
  public Job withEncoded(String values) {
    TreeMap<String, String> decoded = new TreeMap<>();
    Arrays.stream(values.split("&"))
        .filter(value -> !value.isEmpty())
        .map(value -> value.split("=", -1))
        .forEach(value -> decoded.put(decoded(value[0]), decoded(value[1])));
    return with(decoded);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Job job && name.equals(job.name) && given.equals(job.given);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return id();
  }

  private Object readResolve() {
    return Jobs.named(name).with(given);
  }
}
