package dev.conveyor.jobs.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFormatTest {
  @TempDir Path folder;
  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en-US", "fa-IR", "ar-EG-u-nu-arab", "th-TH-u-nu-thai"})
  void partsHaveTheSameNamesInEveryLocale(String locale) throws IOException {
    Locale.setDefault(Locale.forLanguageTag(locale));
    Configuration job = new Configuration();
    job.set(FileOutputFormat.OUTDIR, folder.toUri().toString());
    TaskAttemptID attempt = new TaskAttemptID("1", 1, TaskType.REDUCE, 37, 0);
    org.apache.hadoop.fs.Path part =
        new ResultFormat().getDefaultWorkFile(new TaskAttemptContextImpl(job, attempt), "");
    assertThat(part.getName()).isEqualTo("part-r-00037");
  }
}
