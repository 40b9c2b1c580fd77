package dev.conveyor.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  @TempDir Path folder;

  private void batch(int id, String success, String... lines) throws Exception {
    Path batch = Files.createDirectories(folder.resolve("batch=" + id));
    Files.writeString(batch.resolve("part-00000"), String.join("\n", lines) + "\n");
    Files.writeString(batch.resolve(success), "");
  }

  @Test
  void tellsWhatIsMissingAndWhatCameTwice() throws Exception {
    batch(1, "_SUCCESS", "0\t1", "2\t1", "5\t2");
    batch(2, "_SUCCESS", "2\t1", "4\t1", "6\t1", "007\t1", "quit\t1");
    Ledger ledger = new Ledger(6);
    ledger.addBatches(folder);
    assertThat(ledger.batches()).isEqualTo(2);
    assertThat(ledger.seen()).isEqualTo(4);
    assertThat(ledger.lost()).isEqualTo(2);
    assertThat(ledger.firstLost(10)).containsExactly(1, 3);
    assertThat(ledger.firstLost(1)).containsExactly(1);
    assertThat(ledger.twice()).isEqualTo(2);
    assertThat(ledger.firstTwice(10)).containsExactly(2, 5);
    assertThat(ledger.strange()).isEqualTo(3);
  }

  @Test
  void countsNoFolderThatIsNotComplete() throws Exception {
    batch(1, "_SUCCESS", "0\t1");
    batch(2, ".hidden", "0\t1", "1\t1");
    Ledger ledger = new Ledger(2);
    ledger.addBatches(folder);
    assertThat(ledger.batches()).isEqualTo(1);
    assertThat(ledger.firstLost(10)).containsExactly(1);
    assertThat(ledger.twice()).isZero();
  }

  @Test
  void missesEverythingWhereNothingWasWritten() throws Exception {
    Ledger ledger = new Ledger(3);
    ledger.addBatches(folder.resolve("none"));
    assertThat(ledger.lost()).isEqualTo(3);
  }
}
