package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.json.Json;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of batches whose drivers were interrupted at each step. */
class BatchFoldersTest extends BatchDriver {
  @Test
  void replacesWhatAnInterruptedDriverHasLeft() throws Exception {
    for (int looks = 0; looks < 2; looks++) {
      new Driver(looks + 1).commitFrozenAfter(looks, () -> {});
      assertThat(root.resolve("word-count/batch=7/_SUCCESS")).doesNotExist();
    }
    new Driver(9).commit(() -> {});
    assertCounts();
  }

  @Test
  void leavesWhatIsComplete() throws Exception {
    new Driver(1).commit(() -> {});
    new Driver(2)
        .commit(
            () -> {
              throw new AssertionError("there is nothing to do");
            });
    assertCounts();
  }

  @Test
  void rewritesWhatOnlyLooksComplete() throws Exception {
    new Driver(1).commit(() -> {});
    Files.delete(root.resolve("word-count/batch=7/part-00001-1"));
    new Driver(2).commit(() -> {});
    assertCounts();
  }

  /** A look before each of two parts and before the mark that they count. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void harmsNothingWhenItWakesUpTakenOver(int looks) throws Exception {
    new Driver(1).commitFrozenAfter(looks, () -> commitAsSuccessor(2));
    assertCounts();
  }

  /** The same with a look before each of the two files that it finds there. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void harmsNothingWhenItWakesUpWhileItRepeats(int looks) throws Exception {
    new Driver(1).commitFrozenAfter(1, () -> {});
    new Driver(2).commitFrozenAfter(looks, () -> commitAsSuccessor(3));
    assertCounts();
  }

  @Test
  void saysOfWhatItIsTheResult() throws Exception {
    new Driver(3).commit(() -> {});
    Map<?, ?> mark =
        (Map<?, ?>) Json.read(Files.readString(root.resolve("word-count/batch=7/_SUCCESS")));
    assertThat(mark.get("version")).isEqualTo(1L);
    assertThat(mark.get("run")).isEqualTo("run");
    assertThat(mark.get("batch")).isEqualTo(7L);
    assertThat(mark.get("token")).isEqualTo(3L);
    assertThat(mark.get("parts")).isEqualTo(List.of("part-00000-3", "part-00001-3"));
    assertThat(mark.get("ranges").toString())
        .contains(ADDRESS.toString(), "from=10", "to=20", "messages=10");
    assertThat(mark.get("time").toString()).matches("20.*Z");
  }

  @Test
  void refusesWhatAnotherRunOrProgramHasCompleted() throws Exception {
    new Driver(1).commit(() -> {});
    List<PartFile> parts = new Driver(2).parts;
    assertThatThrownBy(() -> folders("other", 2).commit(SEVENTH, parts, () -> {}))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("word-count/batch=7 holds results of run run;");
    assertThatThrownBy(() -> folders("other", 2).committed().from(7))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("holds results of run run;");
    assertThatThrownBy(() -> folders("run", 2).commit(batch(7, "10", "21"), parts, () -> {}))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("holds results of other messages than this batch");
    Files.writeString(root.resolve("word-count/batch=7/_SUCCESS"), "");
    assertThatThrownBy(() -> new Driver(2).commit(() -> {}))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("holds results of another program");
  }

  @Test
  void findsWhatACheckpointHasLost() throws Exception {
    new Driver(1).commit(() -> {});
    assertThat(folders("run", 2).committed().from(8)).isEmpty();
    assertThat(folders("run", 2).committed().from(7)).containsExactly(SEVENTH);
    assertThat(folders("run", 2).committed().from(0)).containsExactly(SEVENTH);
    assertThat(folders("run", 2).committed().contain(SEVENTH)).isTrue();
    assertThat(folders("run", 2).committed().contain(batch(7, "9", "20"))).isFalse();
  }

  /** One folder of two is complete, the other one is not. */
  @Test
  void cannotTellOfABatchThatLacksAFolder() throws Exception {
    Driver driver = new Driver(1);
    driver.write(new PartFile("_dead/word-count", 7, 1, 2, 0), "{}\n");
    driver.commit(() -> {});
    assertThat(folders("run", 2).committed().contain(SEVENTH)).isTrue();
    Files.delete(root.resolve("word-count/batch=7/_SUCCESS"));
    assertThatThrownBy(() -> folders("run", 2).committed().contain(SEVENTH))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("batch 7")
        .hasMessageContaining("start its stream again");
  }
}
