package dev.conveyor.streaming.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalFoldersTest {
  private static final long MORE_THAN_IS_FREE = 8L << 40;

  @TempDir private Path folder;

  private static SparkConf conf(String folders) {
    return new SparkConf(false).setMaster("local[2]").set("spark.local.dir", folders);
  }

  @Test
  void aFolderIsMadeAndNothingLeftInIt() throws IOException {
    Path made = folder.resolve("a/b");
    LocalFolders.ensureUsable(conf(made.toString()));
    assertThat(made).isEmptyDirectory();
  }

  @Test
  void oneThatCanBeUsedSuffices() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatCode(() -> LocalFolders.ensureUsable(conf(file + "/x," + folder)))
        .doesNotThrowAnyException();
  }

  @Test
  void aFileInItsPlaceIsRefusedBeforeSparkEndsTheProcess() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> LocalFolders.ensureUsable(conf(file + "/x")))
        .hasMessageStartingWith("cannot start Spark with its local folder " + file + "/x: ")
        .hasMessageEndingWith(
            "set spark.local.dir, SPARK_LOCAL_DIRS or java.io.tmpdir to another folder");
  }

  @Test
  void jarsThatDoNotFitAreRefusedInsideOneProcessOnly() throws IOException {
    Path jar = folder.resolve("large 1.jar"); // As a URI, it has an escape.
    try (RandomAccessFile sparse = new RandomAccessFile(jar.toFile(), "rw")) {
      sparse.setLength(MORE_THAN_IS_FREE);
    }
    SparkConf conf = conf(folder.toString()).set("spark.jars", jar.toUri() + ",hdfs://host/x.jar");
    assertThatThrownBy(() -> LocalFolders.ensureUsable(conf)).hasMessageContaining("jars");
    LocalFolders.ensureUsable(conf.setMaster("spark://host:7077"));
  }

  @ParameterizedTest
  @CsvSource({"local,0", "local[*],0", "'local[2,4]',0", "'local-cluster[2,1,1024]',5", "yarn,5"})
  void errorsOfTasksDoNotEndTheDriversProcess(String master, int depth) {
    SparkConf conf = new SparkConf(false).setMaster(master);
    FatalTaskErrors.failTasks(conf);
    assertThat(conf.getInt("spark.executor.killOnFatalError.depth", 5)).isEqualTo(depth);
  }
}
