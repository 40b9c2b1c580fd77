package dev.conveyor.jobs.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.kit.Said;
import dev.conveyor.jobs.text.Packed;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of every format and with every name, on every engine. */
class BatchFilesIT extends BatchOnEngines {
  /** Whole files in one task, and cut ones where only plain text may be cut. */
  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void filesOfEveryFormatAreReadAlike(String engine) throws IOException {
    Path here = Files.createDirectory(folder.resolve("formats-" + engine));
    String text = "plum ß\n".repeat(20);
    int files = 0;
    for (Map.Entry<String, byte[]> packed : Packed.marked(text.getBytes(UTF_8)).entrySet()) {
      Files.write(here.resolve(++files + packed.getKey()), packed.getValue());
      Files.write(here.resolve(++files + ".txt"), packed.getValue());
    }
    for (Map.Entry<String, byte[]> packed : Packed.unmarked(text.getBytes(UTF_8)).entrySet()) {
      Files.write(here.resolve(++files + packed.getKey()), packed.getValue());
    }
    byte[] gzip = Packed.marked(text.getBytes(UTF_8)).get(".gz");
    Files.write(here.resolve(++files + ".gz"), Packed.together(gzip, new byte[10_000]));
    for (String encoding : List.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-8")) {
      Files.writeString(here.resolve(++files + ".txt"), "\ufeff" + text, Charset.forName(encoding));
    }
    String cut = "mapreduce.input.fileinputformat.split.maxsize=10";
    assertThat(batch(engine, "word-count", here, "-D", cut).sortedLines())
        .containsExactly("plum\t" + 20 * files, "Ã\u009f\t" + 20 * files);
    Path bad = Files.createDirectory(here.resolve("bad"));
    String out = bad.resolve("out").toString();
    Path zip = Files.writeString(bad.resolve("zip"), "PK\u0003\u0004");
    failed(engine, "word-count", zip.toString(), out).isFailure("read input " + zip, "zip");
    Path empty = Files.createFile(bad.resolve("empty.gz"));
    failed(engine, "word-count", empty.toString(), out).isFailure("read input " + empty).atOnce();
    Path half = Files.write(bad.resolve("half"), java.util.Arrays.copyOf(gzip, gzip.length - 9));
    failed(engine, "word-count", half.toString(), out).isFailure("read input " + half, "too early");
    assertThat(names(bad)).containsExactly("empty.gz", "half", "zip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void namesMayHoldWhatMeansSomethingElsewhere(String engine) throws IOException {
    Path here = Files.createDirectory(folder.resolve("names-" + engine));
    List<String> words = new ArrayList<>();
    for (String name :
        List.of(
            "2024-01-01T10:00",
            "a:b",
            "c[1]",
            "d{x}",
            "e*",
            "f\\g",
            "h %20+",
            "i\nj",
            "${user.name}")) {
      words.add(Files.writeString(here.resolve(name), "plum\n").toString());
    }
    words.addAll(List.of(here + "/?:*", here + "/2*T10:00", here + "/**"));
    for (String name : List.of("o:1", "o[2]*{3}?", "o\\4 %20+", "o\n5")) {
      List<String> command = new ArrayList<>(words);
      command.add(here.resolveSibling(engine + name).toString());
      Said said = failed(engine, "word-count", command.toArray(String[]::new));
      assertThat(said.code()).as(said.err()).isZero();
      Result result = new Result(here.resolveSibling(engine + name), null);
      assertThat(result.lines()).as(name).containsExactly("plum\t" + (9 + 1 + 1 + 9));
    }
    Path setting = here.resolveSibling(engine + "${user.name}");
    Said said = failed(engine, "word-count", here.toString(), setting.toString());
    if (engine.equals("local")) {
      assertThat(new Result(setting, null).lines()).containsExactly("plum\t9");
    } else {
      said.isFailure("write output " + setting, "${").atOnce();
      assertThat(setting).doesNotExist();
    }
    Files.createSymbolicLink(here.resolve("gone"), here.resolve("nowhere"));
    failed(engine, "word-count", here.toString(), here + "-out").isFailure("gone leads nowhere");
  }
}
