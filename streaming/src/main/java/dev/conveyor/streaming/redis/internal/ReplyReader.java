package dev.conveyor.streaming.redis.internal;

import java.io.IOException;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Reads a reply of strings in arrays straight from what the connection has brought, without an
 * object for each. Jedis sends the commands and reads all other replies; the two may take turns
 * between replies, since neither reads beyond the end of one. Belongs to one thread.
 *
 * <p>Lengths come from the server and are checked before they count: nothing is allocated by a
 * length, buffers grow with the bytes that came.
 */
public final class ReplyReader {
  /** Digits of a length that cannot overflow. */
  private static final int MOST_DIGITS = 9;

  private final SocketBytes in;
  private final ReplyRoom room;
  private final ReplyLine line = new ReplyLine();

  ReplyReader(SocketBytes in, ReplyLimits limits) {
    this.in = in;
    this.room = new ReplyRoom(limits);
  }

  /** Reads the elements of a reply. */
  @FunctionalInterface
  public interface Parser<T> {
    T parse(ReplyReader reply) throws IOException;
  }

  /**
   * Reads the next reply that a connection owes; sends what is still to be sent before.
   *
   * @param parser reads the reply to its end, an array
   * @throws redis.clients.jedis.exceptions.JedisDataException if the reply is an error
   * @throws JedisConnectionException if the connection ends, or the reply is none of Redis
   */
  public <T> T next(Connection connection, Parser<T> parser) {
    send(connection);
    try {
      in.await();
      if (in.bytes[in.at] != '*') {
        connection.getOne(); // Throws an error as Jedis knows it.
        throw unexpected();
      }
      room.begin();
      return parser.parse(this);
    } catch (IOException e) {
      connection.setBroken();
      throw new JedisConnectionException(e);
    }
  }

  /** Sends the commands that a connection still holds. */
  public static void send(Connection connection) {
    connection.getMany(0);
  }

  /**
   * Reads the beginning of an array; returns the number of its elements.
   *
   * @param most of them
   */
  public int array(int most) throws IOException {
    long elements = number('*');
    if (elements < 0 || elements > most) {
      throw new ReplyException("it announces an array of " + elements + " elements");
    }
    return (int) elements;
  }

  /** Reads an array of that many elements, neither more nor fewer. */
  public void arrayOf(int elements) throws IOException {
    if (array(elements) != elements) {
      throw unexpected();
    }
  }

  /**
   * Reads a string and appends it to a page, or the beginning of one that is over the limits.
   *
   * @return the length of the whole string
   */
  public long string(ReplyPage into) throws IOException {
    long length = number('$');
    int kept = room.kept(length);
    room.take(kept);
    copy(kept, into);
    skip(length - kept);
    end();
    return length;
  }

  /**
   * Reads a string of at most that many bytes and appends it to a page, or skips a longer one. The
   * caller truncates the page: such strings do not count against the limits.
   *
   * @return the length of the string
   */
  public long shortString(ReplyPage into, int most) throws IOException {
    long length = number('$');
    ReplyRoom.checkLength(length);
    if (length <= most) {
      copy((int) length, into);
    } else {
      skip(length);
    }
    end();
    return length;
  }

  /** Skips a string; returns its length. */
  public long skipString() throws IOException {
    long length = number('$');
    ReplyRoom.checkLength(length);
    skip(length);
    end();
    return length;
  }

  private void copy(int length, ReplyPage into) throws IOException {
    int left = length;
    while (left > 0) {
      in.await();
      int some = Math.min(left, in.end - in.at);
      into.append(in.bytes, in.at, some);
      in.at += some;
      left -= some;
    }
  }

  private void skip(long length) throws IOException {
    long left = length;
    while (left > 0) {
      in.await();
      int some = (int) Math.min(left, in.end - in.at);
      in.at += some;
      left -= some;
    }
  }

  private void end() throws IOException {
    if (next() != '\r' || next() != '\n') {
      throw unexpected();
    }
  }

  private byte next() throws IOException {
    in.await();
    return in.bytes[in.at++];
  }

  /** Reads a line that announces a length; most are in our hands whole. */
  private long number(char kind) throws IOException {
    byte[] bytes = in.bytes;
    if (line.isEmpty() && in.at < in.end && bytes[in.at] == kind) {
      int at = in.at + 1;
      int most = Math.min(in.end - 2, at + MOST_DIGITS);
      long number = 0;
      while (at < most && bytes[at] >= '0' && bytes[at] <= '9') {
        number = 10 * number + bytes[at++] - '0';
      }
      boolean isDigits = at > in.at + 1 && at <= in.end - 2;
      if (isDigits && bytes[at] == '\r' && bytes[at + 1] == '\n') {
        in.at = at + 2;
        return number;
      }
    }
    return lineByByte(kind);
  }

  private long lineByByte(char kind) throws IOException {
    boolean isWhole = false;
    while (!isWhole) {
      line.checkTime();
      in.await();
      isWhole = line.add(in.bytes[in.at++]);
    }
    byte[] whole = line.end();
    if (whole[0] != kind) {
      throw unexpected();
    }
    return ReplyLine.number(whole);
  }

  private static ReplyException unexpected() {
    return new ReplyException("it answers with something else than a list of messages");
  }
}
