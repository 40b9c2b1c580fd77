package dev.conveyor.streaming.spark.sql.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The dead letters of one slice: a file of the folder {@code PATH/_dead/messages}, a line of JSON
 * each. It is named by the run and the slice. A slice has the same dead letters each time a run
 * reads it, so that retries, speculative tasks and a restarted query write each of them once; other
 * queries on the same path have files of their own. Created with the first letter; counts once it
 * is closed. Belongs to one thread.
 */
final class DeadLetterFile {
  private static final String FOLDER = "_dead/messages";
  private static final String SUCCESS = "_SUCCESS";

  private final RowSettings settings;
  private final SliceInputPartition partition;
  private long count;
  private Path draft;
  private OutputStream out;

  DeadLetterFile(RowSettings settings, SliceInputPartition partition) {
    this.settings = settings;
    this.partition = partition;
  }

  /** Returns the number of letters so far. */
  long count() {
    return count;
  }

  /** Counts letters that are not written here. */
  void count(long more) {
    count += more;
  }

  /**
   * Writes a message.
   *
   * @param fields those of its fields that the query reads, by name
   */
  void write(Message message, String reason, Map<String, byte[]> fields) throws IOException {
    count++;
    if (settings.deadLetterPath() == null) {
      return;
    }
    if (out == null) {
      draft = new Path(folder(), ".draft-" + UUID.randomUUID());
      out = new BufferedOutputStream(files().create(draft, false));
    }
    out.write((line(message, reason, fields) + "\n").getBytes(UTF_8));
  }

  private String line(Message message, String reason, Map<String, byte[]> fields) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("reason", reason);
    line.put("source", partition.slice().address().toString());
    if (!message.id().isEmpty()) {
      line.put("position", "id " + message.id());
    }
    line.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS));
    line.put("body", base64(message.body()));
    // With fields the body is not the whole message, which cannot be fed again as a body.
    int bytes = message.body().length;
    for (byte[] value : fields.values()) {
      bytes += value.length;
    }
    line.put("bytes", bytes);
    if (!fields.isEmpty()) {
      Map<String, Object> encoded = new LinkedHashMap<>();
      fields.forEach((name, value) -> encoded.put(name, base64(value)));
      line.put("fields", encoded);
    }
    return Json.line(line);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Puts the file in its place, unless another attempt has done so. */
  void close() throws IOException {
    if (out == null) {
      return;
    }
    out.close();
    Path file = new Path(folder(), "part-" + name());
    FileSystem files = files();
    if (files.exists(file) || !files.rename(draft, file)) {
      files.delete(draft, false);
    }
    if (!files.exists(file)) {
      throw new IOException("cannot write dead letters to " + file + "; check the file system");
    }
    ensureSuccess(files);
  }

  /** Never replaces a file that is there: another task may be about to close it. */
  private void ensureSuccess(FileSystem files) throws IOException {
    Path success = new Path(settings.deadLetterPath(), SUCCESS);
    if (files.exists(success)) {
      return;
    }
    try {
      files.create(success, false).close();
    } catch (IOException e) {
      if (!files.exists(success)) {
        throw e;
      }
    }
  }

  /** Deletes what was written if it does not count. */
  void discard() {
    if (out != null) {
      try {
        out.close();
        files().delete(draft, false);
      } catch (IOException e) {
        // A draft that is left has no effect.
      }
    }
  }

  private String name() {
    String text =
        settings.run() + " " + partition.slice().address() + " " + partition.slice().text();
    CRC32C checksum = new CRC32C();
    checksum.update(text.getBytes(UTF_8));
    String telling = partition.slice().text().replaceAll("[^A-Za-z0-9]+", "-");
    return String.format(
        Locale.ROOT,
        "%s-%08x",
        telling.substring(Math.max(0, telling.length() - 100)),
        checksum.getValue());
  }

  private Path folder() {
    return new Path(settings.deadLetterPath(), FOLDER);
  }

  private FileSystem files() throws IOException {
    return folder().getFileSystem(settings.configuration().value().value());
  }
}
