package dev.conveyor.jobs.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** The formats of the files with results. */
public enum PartFormat {
  /** Lines {@code key<TAB>amount}. */
  TEXT,

  /** Lines of JSON with the fields {@code key} and {@code amount}. */
  JSON,

  /** Parquet files with the columns {@code key} (string) and {@code amount} (int64). */
  PARQUET;

  /** Opens a writer of entries, which closes the stream with it. */
  public PartWriter open(OutputStream out) throws IOException {
    return switch (this) {
      case TEXT -> new TextPart(out);
      case JSON -> new JsonPart(out);
      case PARQUET -> ParquetPart.open(out);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
