package dev.conveyor.streaming.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Outgoing;
import java.io.IOException;
import java.util.Arrays;

/** Records are {@code topic<TAB>body}: up to the first tab the topic, after it the body. */
public final class TopicColumn implements Addressing {
  private static final int MOST_SHOWN = 40;

  private long records;

  @Override
  public Outgoing address(byte[] record) throws IOException {
    records++;
    int tab = 0;
    while (tab < record.length && record[tab] != '\t') {
      tab++;
    }
    if (tab == 0 || tab == record.length) {
      throw new IOException(
          "cannot feed line "
              + records
              + " \""
              + beginning(record)
              + "\": it has no topic before a tab; write topic<TAB>body, or leave --topic-column out");
    }
    return new Outgoing(
        new String(record, 0, tab, UTF_8), Arrays.copyOfRange(record, tab + 1, record.length));
  }

  private static String beginning(byte[] record) {
    String text = new String(record, 0, Math.min(record.length, MOST_SHOWN), UTF_8);
    return text.replaceAll("\\p{Cntrl}", " ") + (record.length > MOST_SHOWN ? "…" : "");
  }
}
