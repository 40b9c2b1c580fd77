package dev.conveyor.streaming.redis.stream;

import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.redis.internal.TruncatedString;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes messages of entries; what cannot be one comes dead. */
record StreamMessages(RedisStream stream, int maxMessage) {

  /**
   * The used part of a page.
   *
   * @param bytes of all fields
   */
  record Taken(int count, long bytes) {}

  /**
   * Adds the messages of a page, up to the first body that was cut only because other strings took
   * the room: that one is to be asked for again, alone.
   *
   * @param asked how many entries were asked for
   */
  Taken take(List<StreamEntry> page, byte[] mark, int asked, List<Message> into) {
    long bytes = 0;
    int taken = 0;
    for (StreamEntry entry : page) {
      Optional<TruncatedString> cut = cut(entry, mark);
      if (asked > 1 && cut.filter(this::isWithinLimit).isPresent()) {
        break;
      }
      into.add(message(entry, cut));
      bytes += entry.size();
      taken++;
    }
    return new Taken(taken, bytes);
  }

  private static Optional<TruncatedString> cut(StreamEntry entry, byte[] mark) {
    return entry.body() == null ? Optional.empty() : TruncatedString.of(entry.body(), mark);
  }

  /** Returns whether it was cut only because other strings took the room. */
  private boolean isWithinLimit(TruncatedString cut) {
    return cut.length() <= maxMessage;
  }

  /** Returns the message of an entry whose body was cut, or not. */
  Message message(StreamEntry entry, Optional<TruncatedString> cut) {
    if (entry.body() == null) {
      return numbered(
          entry, entry.envelope(), new byte[0], "stream entry without a field " + field());
    }
    if (cut.isPresent()) {
      return beginning(entry, cut.get());
    }
    Message message =
        entry.envelope() == null
            ? Message.received(stream.key(), entry.body(), maxMessage)
            : Message.received(stream.key(), "", entry.envelope(), entry.body(), maxMessage);
    return numbered(entry, message.envelope(), message.body(), message.deathReason());
  }

  /** Returns the dead letter of an entry, with the beginning of its body. */
  Message dead(StreamEntry entry, String reason) {
    byte[] body = entry.body() == null ? new byte[0] : entry.body();
    byte[] beginning = Arrays.copyOf(body, Math.min(body.length, Message.KEPT));
    return numbered(entry, entry.envelope(), beginning, reason);
  }

  private Message beginning(StreamEntry entry, TruncatedString cut) {
    Message message = Message.beginning(stream.key(), cut.beginning(), cut.length(), maxMessage);
    Envelope envelope = entry.envelope() == null ? message.envelope() : entry.envelope();
    return numbered(
        entry,
        envelope,
        message.body(),
        isWithinLimit(cut)
            ? "stream entry whose other fields leave no room for the field " + field()
            : message.deathReason());
  }

  private String field() {
    return "\"" + stream.field() + "\"";
  }

  private Message numbered(StreamEntry entry, Envelope envelope, byte[] body, String reason) {
    return new Message(stream.key(), entry.id().toString(), envelope, body, reason);
  }
}
