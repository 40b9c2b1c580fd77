package com.example.spool;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.SliceReader;
import dev.conveyor.streaming.TransportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The claimed messages from (inclusive) to (exclusive). */
record SpoolSlice(Address address, String run, int maxMessage, long from, long to)
    implements Slice {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9_-]+) ([0-9]{1,10}) ([0-9]{1,18}) ([0-9]{1,18})");

  static SpoolSlice parse(Address address, String text) {
    Matcher fields = FORM.matcher(text);
    if (!fields.matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is no slice of a spool");
    }
    return new SpoolSlice(
        address,
        fields.group(1),
        Integer.parseInt(fields.group(2)),
        Long.parseLong(fields.group(3)),
        Long.parseLong(fields.group(4)));
  }

  @Override
  public SpoolSlice withMaxMessage(int bytes) {
    return new SpoolSlice(address, run, bytes, from, to);
  }

  @Override
  public String text() {
    return run + " " + maxMessage + " " + from + " " + to;
  }

  @Override
  public SliceReader open() {
    Path claim = new Spool(Path.of(address.path())).claim(run);
    return new SliceReader() {
      private long next = from;

      @Override
      public MessagePage read() {
        List<Message> messages = new ArrayList<>();
        while (next < to && messages.size() < 100) {
          messages.add(Message.received(address.path(), body(claim, next++), maxMessage));
        }
        return MessagePage.of(messages);
      }

      @Override
      public void close() {}
    };
  }

  private byte[] body(Path claim, long number) {
    try {
      return Files.readAllBytes(Spool.numbered(claim, number));
    } catch (IOException e) {
      throw new TransportException("cannot read " + this + ": " + e + "; read it before release", e);
    }
  }
}
