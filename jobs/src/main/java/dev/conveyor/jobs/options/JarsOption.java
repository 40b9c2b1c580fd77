package dev.conveyor.jobs.options;

import dev.conveyor.jobs.files.UserJars;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * The option {@code --jars}: further jars for the class path of a command and of its tasks. {@link
 * #in} reads it before the command line is parsed, since a jar may hold the transport of an
 * address.
 */
public final class JarsOption {
  private static final String NAME = "--jars";

  @Option(
      names = NAME,
      paramLabel = "JAR[,JAR…]",
      hideParamSyntax = true,
      split = ",",
      description =
          "Jars of your own jobs and transports, for this command and its tasks; here, or on any"
              + " Hadoop file system.")
  private List<String> jars = List.of();

  /** Returns the jars of the option, then those of the environment. */
  public List<String> all() {
    List<String> all = new ArrayList<>(jars);
    all.addAll(UserJars.ofEnvironment());
    return all;
  }

  /** Returns the jars of the option. */
  public List<String> given() {
    return List.copyOf(jars);
  }

  /** Returns the jars that a command line names, unparsed, then those of the environment. */
  public static List<String> in(String... words) {
    List<String> jars = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      if (words[i].startsWith(NAME + "=")) {
        jars.addAll(split(words[i].substring(NAME.length() + 1)));
      } else if (words[i].equals(NAME) && i + 1 < words.length) {
        jars.addAll(split(words[++i]));
      }
    }
    jars.addAll(UserJars.ofEnvironment());
    return jars;
  }

  private static List<String> split(String value) {
    return Arrays.asList(value.split(",", -1));
  }

  /** Returns a command line without the option. */
  public static List<String> without(List<String> words) {
    List<String> others = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equals(NAME)) {
        i++;
      } else if (!words.get(i).startsWith(NAME + "=")) {
        others.add(words.get(i));
      }
    }
    return others;
  }

  /** Returns the option as arguments; none without jars. */
  public static List<String> words(List<String> jars) {
    return jars.isEmpty() ? List.of() : List.of(NAME, String.join(",", jars));
  }
}
