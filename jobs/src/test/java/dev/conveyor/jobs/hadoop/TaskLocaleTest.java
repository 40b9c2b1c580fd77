package dev.conveyor.jobs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskLocaleTest {
  private final Configuration job = new Configuration(false);

  @ParameterizedTest
  @ValueSource(strings = {"mapreduce.map.env", "mapreduce.reduce.env", "yarn.app.mapreduce.am.env"})
  void tasksReadTextAsUtf8(String environment) {
    job.set(environment, "OTHER=kept");
    TaskLocale.give(job);
    assertThat(job.get(environment + ".LC_ALL")).isEqualTo("C.UTF-8");
    assertThat(job.get(environment)).isEqualTo("OTHER=kept");
  }

  @Test
  void theUsersLocaleStays() {
    job.set("mapreduce.map.env", "A=b,LC_ALL=en_US.UTF-8");
    job.set("mapreduce.reduce.env.LC_ALL", "de_DE.UTF-8");
    TaskLocale.give(job);
    assertThat(job.get("mapreduce.map.env.LC_ALL")).isNull();
    assertThat(job.get("mapreduce.reduce.env.LC_ALL")).isEqualTo("de_DE.UTF-8");
  }
}
