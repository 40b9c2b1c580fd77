package dev.conveyor.jobs.bench;

import dev.conveyor.jobs.bench.Sides.Input;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All corpora on all engines, with a small and with a large heap: the same bytes. */
final class HeapRow {
  private static final String LARGE = "-Xmx4g";

  /** Spark refuses to start with less than 450 MiB. */
  private static final Map<String, String> SMALL =
      Map.of("local", "-Xmx256m", "spark", "-Xmx512m", "hadoop", "-Xmx256m");

  private final Workspace workspace;

  HeapRow(Workspace workspace) {
    this.workspace = workspace;
  }

  Row row() {
    Sides sides = new Sides(workspace);
    List<Side> all = new ArrayList<>();
    corpora()
        .forEach(
            (corpus, input) -> {
              for (String engine : List.of("local", "spark", "hadoop")) {
                for (String heap : List.of(SMALL.get(engine), LARGE)) {
                  String name = corpus + ", " + engine + " " + heap.replace("-Xmx", "");
                  all.add(sides.oursInOrder(name, corpus, engine, heap, input));
                }
              }
            });
    return new Row(
        "heaps",
        "all corpora, all engines, a heap of 256 MB (Spark: 512 MB) and of 4 GB: the same bytes",
        1,
        all,
        List.of(Goal.atLeast("equal results", all.size(), figures -> measured(all, figures))));
  }

  /** Results that differ fail the row, so these are equal. */
  private static double measured(List<Side> all, Figures figures) {
    return all.stream().filter(side -> !figures.of(side.name()).isEmpty()).count();
  }

  private Map<String, Input> corpora() {
    long mega = BatchRows.MB;
    Map<String, Input> corpora = new LinkedHashMap<>();
    corpora.put("natural", () -> workspace.corpus(new NaturalText(), 200 * mega));
    corpora.put("unique", () -> workspace.corpus(new UniqueWords(), 200 * mega));
    corpora.put("mixed", () -> workspace.corpus(new MixedText(), 100 * mega));
    corpora.put("tiny lines", () -> workspace.corpus(new TinyLines(), 50 * mega));
    corpora.put("one line", () -> workspace.corpus(NaturalText.inOneLine(), 16 * mega));
    return corpora;
  }
}
