package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.kit.Said;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Misspelt words of each command: the error names them and the word that is nearest. */
@Timeout(30)
class NearestWordsTest {
  private static final int WIDTH = 80;

  @TempDir Path folder;

  private Said conveyor(String words) {
    String out = folder.resolve("out").toString();
    String list = "redis://127.0.0.1:1?list=a";
    return Said.by(
        Stream.of(words.split(" "))
            .map(word -> word.replace("LIST", list).replace("OUT", out))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "straem | cannot run straem: unknown command; try stream; see conveyor --help",
        "help | cannot run help: unknown command; try --help; see conveyor --help",
        "version | cannot run version: unknown command; try --version; see conveyor --help",
        "Batch | cannot run Batch: unknown command; try batch; see conveyor --help",
        "--verison | cannot use --verison: unknown option; try --version; see conveyor --help",
        "demo --oot x | cannot use --oot: unknown option; try --out; see conveyor demo --help",
        "feed peom | cannot run feed peom: unknown command; try poem; see conveyor feed --help",
        "feed line in.txt --to LIST | cannot run feed line: unknown command; try lines; see conveyor feed --help",
        "feed peom --to LIST | cannot run feed peom: unknown command; try poem; see conveyor feed --help",
        "submit-emr stp --cluster j-1 batch | cannot run submit-emr stp: unknown command; try step; see conveyor submit-emr --help",
        "straem word-count --from LIST | cannot run straem: unknown command; try stream; see conveyor --help",
        "feed poem f --tp LIST | --tp: unknown option; try --to; see conveyor feed poem --help",
        "feed lines f --to LIST --rat 1/s | --rat: unknown option; try --rate;",
        "feed chocolates --to LIST --cuont 1 | --cuont: unknown option; try --count;",
        "stream word-count --form LIST --out OUT | --form: unknown option; try --from; see conveyor stream --help",
        "stream --form LIST word-count --out OUT | --form: unknown option; try --from;",
        "stream --form=LIST word-count --out OUT | cannot use --form: unknown option; try --from;",
        "stream word-count --from LIST --out OUT --check x | --check: unknown option; try --checkpoint;",
        "stream wordcount --from LIST --out OUT | cannot run job wordcount: unknown; try word-count; see conveyor stream --help",
        "stream chocolates-count --from LIST --out OUT | job chocolates-count: unknown; try chocolate-count;",
        "stream word-count --from LIST --out OUT --guarantee exactly | cannot use --guarantee exactly: unknown; try exactly-once;",
        "stream word-count --from LIST --out OUT --on-loss cuont | cannot use --on-loss cuont: unknown; try count;",
        "stream word-count --from redsi://h?list=a --out OUT | unknown scheme redsi; try redis; see conveyor stream --help",
        "stream word-count --from redis://h?list=a&capcity=3 --out OUT | unknown parameter capcity; try capacity;",
        "batch topwords a OUT | cannot run job topwords: unknown; try top-words; see conveyor batch --help",
        "batch pip a OUT | cannot run job pip: unknown; try pipe;",
        "batch word-count a OUT --engine spork | cannot run on engine spork: unknown; try spark; see conveyor batch --help",
        "batch word-count a OUT --overwirte | --overwirte: unknown option; try --overwrite;",
        "jobs wordcount | cannot run job wordcount: unknown; try word-count; see conveyor jobs --help",
        "work --form LIST | --form: unknown option; try --from; see conveyor work --help",
        "work --from LIST --worker 3 | --worker: unknown option; try --workers;",
        "queue --jsn | --jsn: unknown option; try --json; see conveyor queue --help",
        "relay --frm LIST --to LIST | --frm: unknown option; try --from; see conveyor relay --help",
        "broker --frnt LIST | --frnt: unknown option; try --front; see conveyor broker --help",
        "ask zmq+tcp://127.0.0.1:1 status --patiense 1s | --patiense: unknown option; try --patience; see conveyor ask --help",
        "keygen f --hepl | --hepl: unknown option; try --help; see conveyor keygen --help",
        "submit-emr clster | cannot run submit-emr clster: unknown command; try cluster; see conveyor submit-emr --help",
        "submit-emr step --clustr j-1 batch | --clustr: unknown option; try --cluster; see conveyor submit-emr step --help",
      })
  void areSuggested(String words, String expected) {
    assertThat(conveyor(words).isMisuse(expected).atOnce().err().lines()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "straem",
        "feed peom",
        "stream word-count --form LIST --out OUT",
        "stream wordcount --from LIST --out OUT",
        "batch word-count a OUT --engine spork",
        "work --form LIST",
      })
  void fitALineOfATerminal(String words) {
    assertThat(conveyor(words).isMisuse("cannot ").err().strip().length())
        .isLessThanOrEqualTo(WIDTH);
  }

  /** A command that is added later has the options too. */
  @Test
  void areKnownToEachCommand() {
    CommandLine whole = new CommandLine(new Conveyor());
    Set<String> commands = new HashSet<>(whole.getSubcommands().keySet());
    // The one of picocli ignores what it does not know.
    assertThat(commands.remove("generate-completion")).isTrue();
    for (String command : commands) {
      conveyor(command + " --hepl").isMisuse("--hepl: unknown option; try --help;").atOnce();
    }
  }

  @Test
  void areNoneWhereNothingIsNear() {
    conveyor("dance").isMisuse("cannot run dance: unknown command; see conveyor --help");
    conveyor("demo --dance").isMisuse("cannot use --dance: unknown option; see conveyor demo");
    conveyor("batch zzz a OUT").isMisuse("unknown; use one of: word-count, vowel-words, ");
    conveyor("batch word-count a OUT --engine steam").isMisuse("use one of: local, spark, hadoop");
  }
}
