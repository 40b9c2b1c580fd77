package dev.conveyor.jobs.merge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.jobs.stage.Tally;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class SortedBlockTest {
  private static byte[] block(String... keys) {
    SortedBlock.Writer writer = new SortedBlock.Writer(0);
    for (String key : keys) {
      byte[] bytes = key.getBytes(UTF_8);
      writer.add(bytes, 0, bytes.length, bytes.length * 1_000L);
    }
    return writer.finish(3, 4);
  }

  /** Sets the checksum that fits, as an attacker would. */
  private static byte[] signed(byte[] block) {
    CRC32C checksum = new CRC32C();
    checksum.update(block, 8, block.length - 8);
    ByteBuffer.wrap(block).putInt(4, (int) checksum.getValue());
    return block;
  }

  private static void visitAll(byte[] block) {
    RunCursor cursor = MemoryRun.of(block).open(null);
    while (cursor.advance()) {
      assertThat(cursor.to).isBetween(cursor.from, block.length);
    }
  }

  @Test
  void blocksOfAllPartitionsMakeTheWholeAgain() throws IOException {
    Tally tally = new Tally();
    for (int i = 0; i < 10_000; i++) {
      tally.add("key " + i, i % 2 == 0 ? i : -1L << 40);
    }
    tally.addMalformed(5);
    for (int partitions : new int[] {1, 2, 7, 100}) {
      long[] keys = new long[partitions];
      try (SortedSums whole = new SortedSums(SortedSumsProbe.FOLDER, () -> 1 << 30)) {
        SortedBlocks.<IOException>send(
            tally,
            partitions,
            (partition, block) -> {
              whole.add(block);
              keys[partition] += SortedBlock.open(block).entries();
            });
        assertThat(SortedSumsProbe.amounts(whole))
            .hasSize(10_000)
            .containsEntry("key 8", 8L)
            .containsEntry("key 9", -1L << 40);
        assertThat(whole.pairs()).isEqualTo(10_000);
        assertThat(whole.malformed()).isEqualTo(5);
      }
      for (long share : keys) {
        assertThat(share).isBetween(5_000L / partitions, 20_000L / partitions);
      }
    }
  }

  @Test
  void largeTalliesAreSentInSeveralBlocksAndFiguresOnce() {
    Tally tally = new Tally();
    String longPart = "x".repeat(100_000);
    for (int i = 0; i < 100; i++) {
      tally.add(i + longPart, 1);
    }
    List<SortedBlock> blocks = new ArrayList<>();
    SortedBlocks.send(tally, 1, (partition, block) -> blocks.add(SortedBlock.open(block)));
    assertThat(blocks).hasSizeBetween(2, 4);
    assertThat(blocks.stream().mapToLong(SortedBlock::pairs).sum()).isEqualTo(100);
    assertThat(blocks.stream().mapToInt(SortedBlock::entries).sum()).isEqualTo(100);
  }

  @Test
  void malformedTextWithoutKeysIsSent() {
    Tally tally = new Tally();
    tally.addMalformed(2);
    List<SortedBlock> blocks = new ArrayList<>();
    SortedBlocks.send(
        tally,
        3,
        (partition, block) -> {
          assertThat(partition).isZero();
          blocks.add(SortedBlock.open(block));
        });
    assertThat(blocks).hasSize(1);
    assertThat(blocks.get(0).malformed()).isEqualTo(2);
    blocks.clear();
    SortedBlocks.send(new Tally(), 3, (partition, block) -> blocks.add(SortedBlock.open(block)));
    assertThat(blocks).isEmpty();
  }

  @Test
  void aBlockIsReadAsItWasWritten() {
    assertThat(SortedSumsProbe.amounts(block("", "a", "a\0", "ab", "é")))
        .isEqualTo(Map.of("", 0L, "a", 1_000L, "a\0", 2_000L, "ab", 2_000L, "é", 2_000L));
  }

  @Test
  void damagedBlocksAreRefused() {
    byte[] block = block("keys", "some");
    for (int length = 0; length < block.length; length++) {
      byte[] cut = Arrays.copyOf(block, length);
      assertThatThrownBy(() -> MemoryRun.of(cut)).isInstanceOf(IllegalArgumentException.class);
    }
    for (int at = 0; at < block.length; at++) {
      byte[] damaged = block.clone();
      damaged[at] ^= 0x10;
      assertThatThrownBy(() -> MemoryRun.of(damaged))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("cannot merge a sorted block of " + block.length + " bytes: ");
    }
  }

  /** No length from a block may lead outside of it, or to an allocation. */
  @Test
  void forgedBlocksAreRefused() {
    byte[] block = block("k".repeat(200), "l".repeat(20_000), "some");
    for (int at = 8; at < block.length; at++) {
      for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
        byte[] forged = block.clone();
        forged[at] = (byte) value;
        signed(forged);
        try {
          visitAll(forged);
          MemoryRun.of(forged).sample((beginning, bytes) -> assertThat(bytes).isPositive());
        } catch (IllegalArgumentException e) {
          assertThat(e).hasMessageStartingWith("cannot merge a sorted block of ");
        }
      }
    }
  }

  @Test
  void keysOutOfOrderAreRefused() {
    assertThatThrownBy(() -> visitAll(block("b", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("its keys are not in order");
  }
}
