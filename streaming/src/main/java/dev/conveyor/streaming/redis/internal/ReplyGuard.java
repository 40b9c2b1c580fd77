package dev.conveyor.streaming.redis.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Stands between a socket and Jedis, which would allocate whatever a reply announces: follows the
 * replies (RESP2, as the Redis protocol specification has it) as they come in, lets through what is
 * within the limits, and cuts or refuses the rest. It keeps 64 KiB itself.
 *
 * <p>One read never goes beyond the end of a reply. A caller that has read a whole reply may ask
 * here whether the next one has begun, see {@link #awaitReply}.
 */
public final class ReplyGuard extends InputStream {
  /** Digits of a length that cannot overflow. */
  private static final int MOST_DIGITS = 9;

  /** The state of the stream of bytes. */
  private enum Place {
    LINE,
    STRING,
    CUT_STRING
  }

  private final SocketBytes raw;
  private final ReplyRoom room;
  private final ReplyShape shape = new ReplyShape();
  private final byte[] mark = TruncatedString.newMark();

  private Place place = Place.LINE;
  private final ReplyLine line = new ReplyLine();

  /** Bytes of the string that are still to come, with what stands around it. */
  private long stringLeft;

  private long stringLength;
  private byte[] kept;
  private int keptLength;

  /** Lines and cut strings that Jedis has not read yet. */
  private byte[] ready = new byte[0];

  private int readyAt;
  private int readyEnd;

  ReplyGuard(SocketBytes raw, ReplyLimits limits) {
    this.raw = raw;
    this.room = new ReplyRoom(limits);
  }

  /** Returns the prefix of truncated strings on this connection. */
  public byte[] mark() {
    return mark;
  }

  /** Returns whether something of the next reply is in our hands. */
  private boolean holdsMore() {
    return readyAt < readyEnd || !raw.isEmpty();
  }

  /** Returns whether more of the reply is there, or can be read without waiting. */
  public boolean hasMore() throws IOException {
    return readyAt < readyEnd || raw.hasMore();
  }

  /** Waits, as the socket's timeout says, until something is here. */
  public void awaitReply() throws IOException {
    if (!holdsMore() && !fill()) {
      throw new EOFException("the server closed the connection");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int available() {
    return readyEnd - readyAt;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int read = 0;
    while (read < length) {
      int some = step(into, from + read, length - read);
      read += some;
      if (read > 0 && !goesOn()) {
        return read;
      }
      if (some == 0 && !holdsMore() && !fill()) {
        return -1;
      }
    }
    return read;
  }

  /** Returns whether more of the same reply can be had without waiting. */
  private boolean goesOn() {
    boolean within = place != Place.LINE || !line.isEmpty() || !shape.isWhole();
    return readyAt < readyEnd || (within && raw.at < raw.end);
  }

  private boolean fill() throws IOException {
    line.checkTime();
    return raw.fill();
  }

  /** Hands over what can be had without waiting, or goes on without handing over anything. */
  private int step(byte[] into, int from, int length) throws IOException {
    if (readyAt < readyEnd) {
      int some = Math.min(length, readyEnd - readyAt);
      System.arraycopy(ready, readyAt, into, from, some);
      readyAt += some;
      return some;
    }
    int some = raw.end - raw.at;
    switch (place) {
      case LINE -> takeLine();
      case CUT_STRING -> skip((int) Math.min(stringLeft, some));
      default -> {
        some = (int) Math.min(stringLeft, Math.min(length, some));
        System.arraycopy(raw.bytes, raw.at, into, from, some);
        advance(some);
        return some;
      }
    }
    return 0;
  }

  private void advance(int some) {
    raw.at += some;
    stringLeft -= some;
    if (stringLeft == 0) {
      place = Place.LINE;
      endElement();
    }
  }

  private void skip(int some) {
    int more =
        Math.min(Math.min(some, kept.length - keptLength), (int) Math.max(0, stringLeft - 2));
    System.arraycopy(raw.bytes, raw.at, kept, keptLength, more);
    keptLength += more;
    if (some == stringLeft) {
      byte[] cut = new TruncatedString(stringLength, kept).marked(mark);
      offer(("$" + cut.length + "\r\n").getBytes(US_ASCII), cut, "\r\n".getBytes(US_ASCII));
    }
    advance(some);
  }

  private void endElement() {
    shape.endElement();
    beginReply();
  }

  /** A new one, if the one before is whole. */
  private void beginReply() {
    if (shape.isWhole()) {
      room.begin();
    }
  }

  private void takeLine() throws IOException {
    if (line.isEmpty() && passString()) {
      return;
    }
    while (raw.at < raw.end) {
      if (line.add(raw.bytes[raw.at++])) {
        endLine(line.end());
        return;
      }
    }
  }

  private void endLine(byte[] whole) throws IOException {
    if (whole[0] == '$') {
      beginString(ReplyLine.number(whole), whole);
      return;
    }
    offer(whole);
    if (whole[0] == '*') {
      shape.beginArray(ReplyLine.number(whole));
    } else {
      shape.endElement();
    }
    beginReply();
  }

  /**
   * Lets a string through as it stands, with the line that announces it: most are within the limits
   * and most of those lines are in our hands whole. Whatever else is here is left for {@link
   * #endLine}.
   */
  private boolean passString() throws IOException {
    if (raw.at == raw.end || raw.bytes[raw.at] != '$') {
      return false;
    }
    int at = raw.at + 1;
    int most = Math.min(raw.end - 2, at + MOST_DIGITS);
    long length = 0;
    while (at < most && raw.bytes[at] >= '0' && raw.bytes[at] <= '9') {
      length = 10 * length + raw.bytes[at++] - '0';
    }
    boolean isLine =
        at > raw.at + 1 && at <= raw.end - 2 && raw.bytes[at] == '\r' && raw.bytes[at + 1] == '\n';
    if (!isLine || !room.fits(length)) {
      return false;
    }
    room.take(length);
    place = Place.STRING;
    stringLeft = at + 2 - raw.at + length + 2;
    return true;
  }

  private void beginString(long length, byte[] whole) throws IOException {
    if (length == -1) {
      offer(whole);
      endElement();
      return;
    }
    int keeps = room.kept(length);
    room.take(keeps);
    stringLeft = length + 2;
    stringLength = length;
    if (keeps == length) {
      place = Place.STRING;
      offer(whole);
      return;
    }
    place = Place.CUT_STRING;
    kept = new byte[keeps];
    keptLength = 0;
  }

  private void offer(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    ready = all.toByteArray();
    readyAt = 0;
    readyEnd = ready.length;
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}
