package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.console.Terminal;
import dev.conveyor.jobs.options.FedFile;
import dev.conveyor.streaming.feed.ChocolateSource;
import dev.conveyor.streaming.feed.FileSource;
import dev.conveyor.streaming.feed.LineSource;
import dev.conveyor.streaming.feed.MessageMapper;
import dev.conveyor.streaming.feed.MessageSource;
import dev.conveyor.streaming.feed.TokenSource;
import dev.conveyor.streaming.feed.TopicColumn;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code feed poem|lines|chocolates}, one subcommand for each source of messages. */
@Command(
    name = "feed",
    description = "Sends words, lines or chocolates to a queue or topic.",
    subcommands = {FeedCommand.Poem.class, FeedCommand.LinesOfText.class, FeedCommand.Belt.class})
final class FeedCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "it needs a source; use one of: poem, lines, chocolates");
  }

  /** The options that {@code poem} and {@code lines} share: the files and their repetition. */
  abstract static class FromFiles implements Callable<Integer> {
    @Parameters(
        paramLabel = "FILE",
        arity = "1..*",
        description = "Files to read, in this order, compressed ones too; - is standard input.")
    private List<Path> files;

    @Option(
        names = "--repeat",
        paramLabel = "N",
        defaultValue = "1",
        description = "Send all files N times. Default: ${DEFAULT-VALUE}")
    private long repeat;

    @Mixin private FeedOptions options;
    @Spec private CommandSpec spec;

    Integer feed(
        Function<InputStream, MessageSource> reading, MessageMapper addressing, String unit)
        throws Exception {
      if (repeat < 1) {
        throw new MisuseException(
            "cannot feed files " + repeat + " times; --repeat takes 1 or more");
      }
      long inputs = files.stream().filter(FedFile::isStandardInput).count();
      if (inputs > 1) {
        throw new MisuseException(
            "cannot feed standard input "
                + inputs
                + " times: it is empty after the first; name - once");
      }
      if (repeat > 1 && inputs > 0) {
        throw new MisuseException(
            "cannot feed standard input " + repeat + " times; leave --repeat out, or name a file");
      }
      FedFile.requireReadable(
          files.stream().filter(file -> !FedFile.isStandardInput(file)).toList());
      return options.feed(
          () -> new FileSource(files, repeat, FedFile.reading(reading)),
          addressing,
          unit,
          inputs > 0 && Terminal.isTypedOn(),
          spec.commandLine());
    }
  }

  /** The command {@code feed poem}, which sends each token of its files as a message. */
  @Command(
      name = "poem",
      description = "Sends the words of files: what lies between white space, as it stands.")
  static final class Poem extends FromFiles {
    @Override
    public Integer call() throws Exception {
      return feed(TokenSource::new, MessageMapper.identity(), "words");
    }
  }

  /** The command {@code feed lines}, which sends each line of its files as a message. */
  @Command(name = "lines", description = "Sends the lines of files, without LF or CRLF.")
  static final class LinesOfText extends FromFiles {
    @Option(
        names = "--topic-column",
        description = "Lines are topic<TAB>body; needs an address that leaves the topic open.")
    private boolean topicColumn;

    @Override
    public Integer call() throws Exception {
      return feed(
          LineSource::new, topicColumn ? new TopicColumn() : MessageMapper.identity(), "lines");
    }
  }

  /** The command {@code feed chocolates}, which sends generated events. */
  @Command(
      name = "chocolates",
      description = "Sends chocolate events, without end unless --count gives one.")
  static final class Belt implements Callable<Integer> {
    @Option(
        names = "--seed",
        paramLabel = "S",
        description = "The same seed gives the same chocolates. Default: a random one")
    private Long seed;

    @Mixin private FeedOptions options;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      long chosen = seed == null ? new SecureRandom().nextLong() : seed;
      return options.feed(
          () -> new ChocolateSource(chosen, Clock.systemUTC()),
          MessageMapper.identity(),
          "chocolates",
          false,
          spec.commandLine());
    }
  }
}
