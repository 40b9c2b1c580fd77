package dev.conveyor.streaming.spark.sql.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.BacklogOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryRunTest {
  private static final String ID = "6a36d4d2-8d0a-4a9b-a0a4-6f2a1f0e3f11";

  @TempDir Path folder;

  @BeforeEach
  void begin() throws Exception {
    Files.writeString(folder.resolve("metadata"), "{\"id\":\"" + ID + "\"}");
  }

  private String name(String place) {
    return QueryRun.name(folder.resolve("sources").resolve(place).toString(), new Configuration());
  }

  /** Checkpoints of earlier versions have these. */
  @Test
  void endsInTheNumberOfTheSource() {
    assertThat(name("0")).isEqualTo(ID + "-0");
    assertThat(name("12")).isEqualTo(ID + "-12");
  }

  @Test
  void tellsNamedSourcesApart() {
    String same = "x".repeat(60);
    Set<String> names = new TreeSet<>();
    for (String place :
        new String[] {"a.b", "a-b", "a_b", same + "1", same + "2", "1".repeat(41)}) {
      names.add(name(place));
      assertThat(name(place)).isEqualTo(name(place));
      assertThat(BacklogOptions.of(name(place), 1).run()).startsWith(ID);
    }
    assertThat(names).hasSize(6);
  }
}
