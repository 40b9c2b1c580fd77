package dev.conveyor.jobs.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.files.FileSystems;
import dev.conveyor.jobs.plan.BatchConfiguration;
import dev.conveyor.jobs.plan.BatchContext;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.plan.SaveMode;
import dev.conveyor.jobs.stage.Jobs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSplitsTest {
  @TempDir Path folder;

  @Test
  void manySmallFilesGiveFewSplits() throws IOException {
    for (int file = 0; file < 100; file++) {
      Files.write(folder.resolve("small-" + file), new byte[1_000]);
    }
    List<TextSplit> splits = splits("64000000");
    assertThat(splits).hasSize(2);
    assertThat(splits.stream().mapToInt(split -> split.slices().size()).sum()).isEqualTo(100);
  }

  @Test
  void aLargeFileGivesManyUnlessItIsCompressed() throws IOException {
    Files.write(folder.resolve("large"), new byte[10_000_000]);
    byte[] random = new byte[10_000_000];
    new Random(1).nextBytes(random);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("packed")))) {
      out.write(random);
    }
    Files.write(folder.resolve("empty"), new byte[0]);
    assertThat(splits("2000000")).hasSize(6);
  }

  @Test
  void aSplitTravels() throws IOException {
    TextSplit split =
        new TextSplit(
            List.of(new TextSlice("file:/a,b é", 1, 2), new TextSlice("hdfs://n/c", 0, 1L << 40)),
            List.of("host"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    split.write(new DataOutputStream(bytes));
    TextSplit read = new TextSplit();
    read.readFields(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(read.slices()).isEqualTo(split.slices());
    assertThat(read.getLength()).isEqualTo(split.getLength());
    assertThat(split.getLocations()).containsExactly("host");
  }

  @Test
  void aPlanTravelsInAConfiguration() throws IOException {
    for (Map<String, String> parameters : List.of(Map.of("top", "3"), Map.<String, String>of())) {
      BatchPlan plan =
          BatchPlan.of(
                  Jobs.named("top-words").with(parameters),
                  new InputFiles(List.of("a,b", "${user.name}", "c d"), 7),
                  "out${x}")
              .withSaveMode(SaveMode.OVERWRITE);
      Configuration configuration = new Configuration(false);
      new BatchConfiguration(configuration).write(plan);
      assertThat(new BatchConfiguration(configuration).plan()).isEqualTo(plan);
      assertThat(new BatchConfiguration(travelled(configuration)).plan()).isEqualTo(plan);
    }
  }

  /** As Hadoop gives settings to tasks. */
  private static Configuration travelled(Configuration configuration) throws IOException {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    configuration.writeXml(xml);
    Configuration read = new Configuration(false);
    read.addResource(new ByteArrayInputStream(xml.toByteArray()));
    return read;
  }

  @Test
  void reduceTasksAreAsManyAsChosenOrAsTheInputNeeds() throws IOException {
    Files.write(folder.resolve("a"), new byte[10]);
    assertThat(reducers()).isEqualTo(1);
    assertThat(reducers("5")).isEqualTo(5);
    assertThat(reducers("0")).as("at least one task writes the result").isEqualTo(1);
  }

  private int reducers(String... chosen) {
    Configuration configuration = new Configuration();
    FileSystems.configure(configuration);
    for (String number : chosen) {
      configuration.set("mapreduce.job.reduces", number);
    }
    BatchPlan plan =
        BatchPlan.of(Jobs.named("sum"), InputFiles.of(List.of(folder.toString())), "out");
    return new BatchContext(
            plan,
            TextFiles.find(plan.input().paths(), configuration),
            Optional.empty(),
            new org.apache.hadoop.fs.Path("draft"),
            configuration)
        .reduceTasks();
  }

  private List<TextSplit> splits(String size) throws IOException {
    Job job = Job.getInstance();
    FileSystems.configure(job.getConfiguration());
    job.getConfiguration().set("mapreduce.input.fileinputformat.split.maxsize", size);
    InputFiles.of(List.of(folder.toString())).write(job.getConfiguration());
    return new RecordsFormat().getSplits(job).stream().map(TextSplit.class::cast).toList();
  }
}
