package dev.conveyor.jobs.stage;

import java.nio.charset.StandardCharsets;

/**
 * A {@link KeyTable} whose changes since a mark can be undone, within {@link KeyLimits}. Belongs to
 * one thread. A pair that cannot be added changes nothing, and its reason is kept.
 */
final class MarkedTable {
  private static final int LONGEST_SHOWN = 80;

  final KeyTable keys = new KeyTable();
  final KeyLimits limits = new KeyLimits();
  private final AmountJournal journal = new AmountJournal(keys);
  private int markedCount;
  private int markedBytes;

  /** The reason for which it could not add a pair since it was forgotten, or null. */
  private Throwable failure;

  /** Sets the mark to which {@link #rollBack} returns. */
  void mark() {
    journal.begin();
    markedCount = keys.count();
    markedBytes = keys.longKeys().length();
  }

  /** Returns to the state at the last mark. */
  void rollBack() {
    journal.undo();
    keys.longKeys().cut(markedBytes);
  }

  Throwable failure() {
    return failure;
  }

  void forgetFailure() {
    failure = null;
  }

  /** Removes all keys. */
  void clear() {
    keys.clear();
    mark();
  }

  /** Size in bytes. */
  long footprint() {
    return keys.footprint() + journal.footprint();
  }

  /** Adds a pair whose key has up to 16 bytes. See {@link KeyTable#find}. */
  void addShort(int hash, long first, long second, int length, long amount) {
    int found = keys.find(hash, first, second, length);
    if (found >= 0) {
      raise(found, amount);
    } else {
      insert(found, first, second, length, amount);
    }
  }

  /** Adds a pair whose key has more than 16 bytes. */
  void addLong(byte[] key, int from, int to, long amount) {
    int found = keys.findLong(key, from, to);
    if (found >= 0) {
      raise(found, amount);
    } else {
      insert(found, key, from, to, amount);
    }
  }

  private void raise(int cell, long amount) {
    long before = keys.amount(cell);
    long sum = before + amount;
    if (((before ^ sum) & (amount ^ sum)) < 0) {
      throw failed(
          new ArithmeticException(
              "the sum for \"" + shown(cell) + "\" leaves the range of 64 bits at " + before));
    }
    try {
      journal.raising(cell, amount);
    } catch (OutOfMemoryError e) {
      throw failed(e);
    }
    keys.setAmount(cell, sum);
  }

  private String shown(int cell) {
    StringBuilder shown = new StringBuilder();
    keys.visit(
        cell,
        (key, from, to, amount) -> {
          int length = Math.min(LONGEST_SHOWN, to - from);
          shown.append(new String(key, from, length, StandardCharsets.UTF_8));
        });
    return shown.toString();
  }

  /** On failure leaves the tally unchanged. */
  private void insert(int missing, long first, long second, int length, long amount) {
    try {
      ensureWithinLimit(0);
      if (hasLineFeed(first) || hasLineFeed(second)) {
        byte[] key = new byte[KeyTable.SHORT];
        EightBytes.write(first, key, 0);
        EightBytes.write(second, key, Long.BYTES);
        ResultLines.ensureKey(key, 0, length);
      }
      int found =
          makeRoom() ? keys.find(KeyHash.secret(first, second), first, second, length) : missing;
      journal.taking(keys.insert(found, first, second, length, amount));
    } catch (OutOfMemoryError e) {
      throw failed(e);
    } catch (IllegalStateException | UnparsableException e) {
      throw failed(e);
    }
  }

  private static boolean hasLineFeed(long eight) {
    return EightBytes.indexOf(eight, (byte) '\n') < Long.BYTES;
  }

  private void insert(int missing, byte[] key, int from, int to, long amount) {
    try {
      ensureWithinLimit(to - from);
      ResultLines.ensureKey(key, from, to);
      int found = makeRoom() ? keys.findLong(key, from, to) : missing;
      journal.taking(keys.insertLong(found, key, from, to, amount));
    } catch (OutOfMemoryError e) {
      throw failed(e);
    } catch (IllegalStateException | UnparsableException e) {
      throw failed(e);
    }
  }

  /** Makes room for one more key. Returns whether cells have moved for that. */
  private boolean makeRoom() {
    journal.ensureTaking();
    if (!keys.isCrowded()) {
      return false;
    }
    journal.growTable();
    return true;
  }

  private void ensureWithinLimit(int length) {
    int more = keys.count() - markedCount;
    limits.ensureRecord(more, (long) keys.longKeys().length() - markedBytes + length);
  }

  private <T extends Throwable> T failed(T reason) {
    failure = reason;
    return reason;
  }
}
