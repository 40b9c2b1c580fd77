package dev.conveyor.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskFailureTest {
  private final RuntimeException telling =
      new UncheckedIOException(new IOException(new BatchException("cannot run it: why")));

  private final Configuration configuration = new Configuration();
  private FileSystem files;
  private Path draft;

  @BeforeEach
  void begin(@TempDir java.nio.file.Path folder) throws IOException {
    files = FileSystem.getLocal(configuration);
    draft = new Path(folder.toString(), "draft");
    TaskFailure.expect(draft, files);
  }

  @Test
  void theDriverReadsTheFirstNote() {
    TaskFailure.note(new IllegalStateException("tells nothing"), draft, "map-1", configuration);
    assertThat(TaskFailure.read(draft, configuration)).isEmpty();
    TaskFailure.note(new BatchException("cannot run it: later"), draft, "map-3", configuration);
    TaskFailure.note(telling, draft, "map-2", configuration);
    assertThat(TaskFailure.read(draft, configuration)).hasValue("cannot run it: why");
  }

  @Test
  void aTaskThatOutlivesTheDraftDoesNotBringItBack() throws IOException {
    files.delete(draft, true);
    TaskFailure.note(telling, draft, "map-1", configuration);
    assertThat(files.exists(draft)).isFalse();
  }

  @Test
  void aResultHasNoNotes() throws IOException {
    TaskFailure.note(telling, draft, "map-1", configuration);
    TaskFailure.forget(draft, files);
    assertThat(files.listStatus(draft)).isEmpty();
  }
}
