package dev.conveyor.jobs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class HadoopBatchTest {
  private static final String STAGING = "mapreduce.jobtracker.staging.root.dir";

  @Test
  void usersOfOneMachineStageJobsInFoldersOfTheirOwn() {
    Configuration configured = new HadoopBatch().configured(new Configuration());
    assertThat(configured.get(STAGING)).contains(System.getProperty("user.name"));
  }

  @Test
  void theFolderThatAUserNamesStays() {
    Configuration given = new Configuration();
    given.set(STAGING, "/mine");
    assertThat(new HadoopBatch().configured(given).get(STAGING)).isEqualTo("/mine");
  }
}
