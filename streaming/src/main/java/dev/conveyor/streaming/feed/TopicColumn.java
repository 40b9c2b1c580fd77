package dev.conveyor.streaming.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Outgoing;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Maps records of the form {@code topic<TAB>body}. Remembers all topics, for their end markers. */
public final class TopicColumn implements MessageMapper {
  private static final int MAX_SHOWN = 40;

  private final Set<String> topics = new LinkedHashSet<>();
  private long records;

  @Override
  public Outgoing map(byte[] record) throws IOException {
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
              + "\": it has no topic before a tab; write topic<TAB>body, or leave --topic-column"
              + " out");
    }
    String topic = new String(record, 0, tab, UTF_8);
    topics.add(topic);
    return new Outgoing(topic, Arrays.copyOfRange(record, tab + 1, record.length));
  }

  @Override
  public Collection<String> topics() {
    return topics;
  }

  private static String beginning(byte[] record) {
    String text = new String(record, 0, Math.min(record.length, MAX_SHOWN), UTF_8);
    return text.replaceAll("\\p{Cntrl}", " ") + (record.length > MAX_SHOWN ? "…" : "");
  }
}
