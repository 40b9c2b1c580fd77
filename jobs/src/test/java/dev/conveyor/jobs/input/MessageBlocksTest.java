package dev.conveyor.jobs.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessagePage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessageBlocksTest {

  private static MessagePage page(String source, String... bodies) {
    return MessagePage.of(
        Stream.of(bodies).map(body -> Message.of(source, body.getBytes(UTF_8))).toList());
  }

  /** Returns the records of each block, with its source and their positions. */
  private static List<List<String>> read(MessageBlocks blocks) {
    List<List<String>> all = new ArrayList<>();
    while (blocks.hasNext()) {
      RecordBlock block = blocks.next();
      List<String> records = new ArrayList<>();
      block.read(
          new RecordVisitor() {
            @Override
            public void visit(byte[] buffer, int from, int to) {
              String body = new String(buffer, from, to - from, UTF_8);
              records.add(block.source() + " " + body + block.position());
            }

            @Override
            public void visitDead(String reason, byte[] buffer, int from, int to, long length) {
              records.add(block.source() + " dead " + reason + block.position());
            }
          });
      all.add(records);
    }
    return all;
  }

  @Test
  void joinsPagesOfOneSource() {
    List<MessagePage> pages =
        List.of(page("a", "1", "2"), page("a"), page("a", "3"), page("b", "4"), page("a", "5"));
    assertThat(read(new MessageBlocks(pages.iterator())))
        .containsExactly(List.of("a 1", "a 2", "a 3"), List.of("b 4"), List.of("a 5"));
    assertThat(read(new MessageBlocks(Collections.emptyIterator()))).isEmpty();
  }

  @Test
  void leavesOutWhatAFilterDoes() {
    List<MessagePage> pages = List.of(page("a", "quit", "1"), page("a", "quit"), page("a", "2"));
    assertThat(read(new MessageBlocks(pages.iterator(), (page, index) -> !page.isEndMarker(index))))
        .containsExactly(List.of("a 1", "a 2"));
    assertThat(
            read(
                new MessageBlocks(
                    List.of(page("a", "quit")).iterator(),
                    (page, index) -> !page.isEndMarker(index))))
        .isEmpty();
  }

  @Test
  void showsDeadLettersAndPositions() {
    MessagePage page =
        MessagePage.of(
            List.of(
                new Message("a", "1-0", null, new byte[] {'x'}, null),
                new Message("a", "2-0", null, new byte[0], "too long")));
    assertThat(read(new MessageBlocks(List.of(page).iterator())))
        .containsExactly(List.of("a xid 1-0", "a dead too longid 2-0"));
  }

  @Test
  void boundsBlocksByMessages() {
    String[] many = IntStream.range(0, 25_000).mapToObj(Integer::toString).toArray(String[]::new);
    assertThat(read(new MessageBlocks(List.of(page("a", many)).iterator())))
        .extracting(List::size)
        .containsExactly(10_000, 10_000, 5_000);
  }

  @Test
  void boundsBlocksByBytes() {
    String mebibyte = "x".repeat(1 << 20);
    String[] many = Collections.nCopies(10, mebibyte).toArray(String[]::new);
    assertThat(read(new MessageBlocks(List.of(page("a", many)).iterator())))
        .extracting(List::size)
        .containsExactly(4, 4, 2);
    String huge = "x".repeat(9 << 20);
    assertThat(read(new MessageBlocks(List.of(page("a", huge, huge)).iterator())))
        .extracting(List::size)
        .containsExactly(1, 1);
  }
}
