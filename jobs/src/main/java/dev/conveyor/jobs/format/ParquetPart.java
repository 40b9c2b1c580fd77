package dev.conveyor.jobs.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** A Parquet file of keys and amounts, compressed by Snappy. */
final class ParquetPart implements PartWriter {
  private static final String KEY = "key";
  private static final String AMOUNT = "amount";
  private static final MessageType SCHEMA =
      Types.buildMessage()
          .required(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named(KEY)
          .required(PrimitiveTypeName.INT64)
          .named(AMOUNT)
          .named("result");

  private final ParquetWriter<Entry> writer;

  private ParquetPart(ParquetWriter<Entry> writer) {
    this.writer = writer;
  }

  static ParquetPart open(OutputStream out) throws IOException {
    return new ParquetPart(
        new Builder(new StreamFile(out)).withCompressionCodec(CompressionCodecName.SNAPPY).build());
  }

  /** An entry on its way into the file. */
  private record Entry(Binary key, long amount) {}

  @Override
  public void write(byte[] buffer, int from, int to, long amount) throws IOException {
    writer.write(new Entry(Binary.fromReusedByteArray(buffer, from, to - from), amount));
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  private static final class Builder extends ParquetWriter.Builder<Entry, Builder> {
    Builder(OutputFile file) {
      super(file);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // Parquet's own configuration is missing in Spark 3.5.
    protected WriteSupport<Entry> getWriteSupport(Configuration configuration) {
      return new Support();
    }
  }

  private static final class Support extends WriteSupport<Entry> {
    private RecordConsumer consumer;

    @Override
    @SuppressWarnings("deprecation") // Parquet's own configuration is missing in Spark 3.5.
    public WriteContext init(Configuration configuration) {
      return new WriteContext(SCHEMA, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer records) {
      consumer = records;
    }

    @Override
    public void write(Entry entry) {
      consumer.startMessage();
      consumer.startField(KEY, 0);
      consumer.addBinary(entry.key());
      consumer.endField(KEY, 0);
      consumer.startField(AMOUNT, 1);
      consumer.addLong(entry.amount());
      consumer.endField(AMOUNT, 1);
      consumer.endMessage();
    }
  }

  /** The file that a stream writes. */
  private record StreamFile(OutputStream out) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSize) {
      return new CountedStream(out);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSize) {
      return create(blockSize);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }

  private static final class CountedStream extends PositionOutputStream {
    private final OutputStream out;
    private long position;

    CountedStream(OutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      position++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      position += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
