package dev.conveyor.streaming.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Outgoing;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Records are {@code topic<TAB>body}: up to the first tab the topic, after it the body. Remembers
 * every topic, to end each of them.
 */
public final class TopicColumn implements MessageMapper {
  private static final int MOST_SHOWN = 40;

  private final Set<String> topics = new LinkedHashSet<>();
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
    String topic = new String(record, 0, tab, UTF_8);
    topics.add(topic);
    return new Outgoing(topic, Arrays.copyOfRange(record, tab + 1, record.length));
  }

  @Override
  public Collection<String> topics() {
    return topics;
  }

  private static String beginning(byte[] record) {
    String text = new String(record, 0, Math.min(record.length, MOST_SHOWN), UTF_8);
    return text.replaceAll("\\p{Cntrl}", " ") + (record.length > MOST_SHOWN ? "…" : "");
  }
}
