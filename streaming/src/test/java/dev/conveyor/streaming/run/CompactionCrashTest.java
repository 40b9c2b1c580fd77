package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compactions that die at each operation on files, also in the middle of a write. It tries one
 * operation in {@code conveyor.steps.stride}; 1 takes minutes.
 */
@Timeout(300)
class CompactionCrashTest extends CompactionInMemory {
  private static final int STRIDE = Integer.getInteger("conveyor.steps.stride", 11);

  private final Configuration files = TearingFileSystem.configuration();

  @AfterEach
  void resume() {
    TearingFileSystem.live();
  }

  @ParameterizedTest
  @EnumSource(TearingFileSystem.Death.class)
  void countsEachBatchOnce(TearingFileSystem.Death death) throws Exception {
    boolean died = true;
    int operation = 1;
    for (; died; operation += STRIDE) {
      begin(death + "-" + operation);
      stream(2);
      compact(new Configuration());
      stream(2);
      TearingFileSystem.dieAt(operation, death);
      try {
        compact(files);
      } catch (IOException | RunException e) {
        assertThat(e).hasStackTraceContaining("the process");
      }
      died = TearingFileSystem.isDead();
      TearingFileSystem.live();
      assertThat(counted()).as("%s at %s", death, operation).isEqualTo(all());
      stream(1);
      assertThat(counted()).as("%s at %s, streamed", death, operation).isEqualTo(all());
      compact(files);
      assertThat(counted()).as("%s at %s, repeated", death, operation).isEqualTo(all());
      assertThat(names()).as("%s at %s", death, operation).hasSizeLessThan(3);
    }
    assertThat(operation).isGreaterThan(30);
  }
}
