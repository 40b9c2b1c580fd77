package dev.conveyor.streaming.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.run.SnapshotPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.io.DataInputBuffer;
import org.apache.hadoop.io.DataOutputBuffer;
import org.junit.jupiter.api.Test;

class MessageSplitTest {
  private static final Address SECRET =
      Address.parseSecret("redis://ada:hushhush@localhost?list=words");

  private static Slice slice(int from, int to) {
    return Replayable.at(SECRET).parseSlice("run 1 " + from + " " + to + " 100");
  }

  private static List<SnapshotPart> parts(long... sizes) {
    List<SnapshotPart> parts = new ArrayList<>();
    for (long size : sizes) {
      parts.add(new SnapshotPart(parts.size() % 2, slice(0, (int) size), size));
    }
    return parts;
  }

  private static long[] equal(int count) {
    return IntStream.range(0, count).mapToLong(any -> 10).toArray();
  }

  private static List<Long> lengths(List<MessageSplit> splits) {
    return splits.stream().map(MessageSplit::getLength).toList();
  }

  private static DataOutputBuffer written(MessageSplit split) throws IOException {
    DataOutputBuffer out = new DataOutputBuffer();
    split.write(out);
    return out;
  }

  private static MessageSplit read(DataOutputBuffer out) throws IOException {
    DataInputBuffer in = new DataInputBuffer();
    in.reset(out.getData(), out.getLength());
    MessageSplit split = new MessageSplit();
    split.readFields(in);
    return split;
  }

  @Test
  void putsNeighborsTogetherEvenly() {
    assertThat(lengths(MessageSplit.of(parts(equal(100)), 4)))
        .containsExactly(250L, 250L, 250L, 250L);
    assertThat(lengths(MessageSplit.of(parts(equal(4)), 4))).containsExactly(10L, 10L, 10L, 10L);
    assertThat(lengths(MessageSplit.of(parts(equal(2)), 4))).containsExactly(10L, 10L);
    assertThat(MessageSplit.of(List.of(), 4)).isEmpty();
    assertThat(lengths(MessageSplit.of(parts(equal(7)), 1))).containsExactly(70L);
  }

  @Test
  void keepsAllPartsWhateverTheirSizes() {
    for (int most = 1; most < 12; most++) {
      List<SnapshotPart> parts = parts(0, 1_000, 0, 1, 1, 1, 5_000, 7, 0);
      List<MessageSplit> splits = MessageSplit.of(parts, most);
      assertThat(splits).hasSizeBetween(1, most);
      assertThat(splits.stream().flatMap(split -> split.parts().stream()).toList())
          .isEqualTo(parts);
    }
  }

  @Test
  void travelsWithoutItsPassword() throws Exception {
    MessageSplit split = new MessageSplit(parts(3, 4));
    DataOutputBuffer out = written(split);
    assertThat(new String(out.getData(), 0, out.getLength(), StandardCharsets.UTF_8))
        .contains("ada@localhost")
        .doesNotContain("hushhush");
    assertThat(read(out).parts()).isEqualTo(split.parts());
    assertThat(split.toString()).doesNotContain("hushhush");
  }

  @Test
  void refusesWhatNoTransportReads() throws Exception {
    DataOutputBuffer out = new DataOutputBuffer();
    out.writeInt(1);
    out.writeInt(0);
    out.writeLong(5);
    org.apache.hadoop.io.Text.writeString(out, SECRET.toString());
    org.apache.hadoop.io.Text.writeString(out, "of another version");
    assertThatThrownBy(() -> read(out))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("of another version")
        .hasMessageContaining("same version of Conveyor");
  }
}
