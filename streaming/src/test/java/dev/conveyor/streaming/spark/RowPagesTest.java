package dev.conveyor.streaming.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class RowPagesTest {
  private static Row row(Long sentAt, String producer, Long sequence) {
    return RowFactory.create("a", "words", null, sentAt, new byte[1], producer, sequence, null);
  }

  @Test
  void keepsEnvelopesWithAndWithoutATime() {
    Instant time = Instant.ofEpochMilli(1_700_000_000_123L);
    List<Row> rows =
        List.of(
            row(1_700_000_000_123_000L, "00000000000000ff", 3L),
            row(null, "00000000000000ff", 4L),
            row(null, null, null));
    AddressPartition partition = new RowPages(List.of("a")).call(rows.iterator()).next();
    List<Message> messages = new ArrayList<>();
    partition.pages().forEachRemaining(page -> page.forEach(messages::add));
    assertThat(messages)
        .extracting(Message::envelope)
        .containsExactly(
            new Envelope(255, 3, time), new Envelope(255, 4, Envelope.UNKNOWN_TIME), null);
  }
}
