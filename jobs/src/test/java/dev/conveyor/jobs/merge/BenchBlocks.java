package dev.conveyor.jobs.merge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.kit.BenchText;
import dev.conveyor.jobs.stage.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Full tallies and their sorted blocks for benchmarks, the same for the same seed. */
final class BenchBlocks {
  private BenchBlocks() {}

  /** Returns a tally of different keys, which have 2 to 23 bytes. Some are in all such tallies. */
  static Tally tally(int entries, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> vocabulary = BenchText.ASCII.vocabulary(1_000, new SplittableRandom(0));
    Tally tally = new Tally();
    while (tally.keys() < entries) {
      String word = vocabulary.get(random.nextInt(vocabulary.size()));
      int suffix = random.nextInt(4 * entries);
      byte[] key = (word + Integer.toString(suffix, Character.MAX_RADIX)).getBytes(UTF_8);
      tally.add(key, 0, key.length, 1);
    }
    return tally;
  }

  /** Returns blocks of that many entries each. */
  static List<byte[]> blocks(int count, int entries, long seed) {
    List<byte[]> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SortedBlocks.send(tally(entries, seed + i), 1, (partition, block) -> blocks.add(block));
    }
    return blocks;
  }
}
