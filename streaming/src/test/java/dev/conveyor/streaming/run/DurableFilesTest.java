package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {
  private final Configuration configuration = new Configuration();

  /** As a user types it: below the working directory. */
  @Test
  void writesBelowARelativePath() throws IOException {
    Path top = new Path("durable-" + UUID.randomUUID());
    FileSystem files = DurableFiles.of(FileSystem.getLocal(configuration));
    try {
      DurableFiles.write(files, new Path(top, "a/b/file"), new byte[] {1, 2});
      DurableFiles.write(files, new Path(top, "other"), new byte[3]);
      assertThat(files.getFileStatus(new Path(top, "a/b/file")).getLen()).isEqualTo(2);
      assertThat(files.listStatus(new Path(top, "a/b"))).hasSize(1);
      new OutputFiles(top.toString(), configuration).sync("a/b");
      new OutputFiles(top.toString(), configuration).sync("");
    } finally {
      files.delete(top, true);
    }
  }

  @Test
  void synchronizesWhatHadoopHasWritten() throws IOException {
    Path top = new Path("durable-" + UUID.randomUUID());
    FileSystem files = FileSystem.getLocal(configuration);
    try {
      files.create(new Path(top, "a/part-00000")).close();
      DurableFiles.syncTree(files, top);
      DurableFiles.syncFolder(files, new Path(top, "a"));
      assertThat(files.getFileStatus(new Path(top, "a/part-00000")).getLen()).isZero();
    } finally {
      files.delete(top, true);
    }
  }

  /** A walk reports that by an exception of its own. */
  @Test
  void saysThatATreeIsTooDeep(@TempDir java.nio.file.Path folder) throws IOException {
    String half = String.join("/", Collections.nCopies(12, "x".repeat(200)));
    java.nio.file.Path content = Files.createDirectories(folder.resolve("content"));
    Files.createDirectories(content.resolve(half));
    java.nio.file.Path far = Files.createDirectories(folder.resolve(half)).resolve("content");
    Files.move(content, far);
    FileSystem files = FileSystem.getLocal(configuration);
    try {
      assertThatThrownBy(() -> DurableFiles.syncTree(files, new Path(folder.toUri())))
          .isInstanceOf(IOException.class);
    } finally {
      Files.move(far, content);
    }
  }

  @Test
  void writesRightIntoTheWorkingDirectory() throws IOException {
    Path file = new Path("durable-" + UUID.randomUUID());
    FileSystem files = DurableFiles.of(FileSystem.getLocal(configuration));
    try {
      DurableFiles.write(files, file, new byte[1]);
      assertThat(files.exists(file)).isTrue();
    } finally {
      files.delete(file, false);
    }
  }
}
