package dev.conveyor.streaming.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class FilePathTest {
  @Test
  void onlyASlashMakesWhatStandsBeforeAColonAScheme() {
    assertThat(FilePath.of("hdfs://host:8020/a:b").toString()).isEqualTo("hdfs://host:8020/a:b");
    assertThat(FilePath.of("file:/a").toUri().getScheme()).isEqualTo("file");
    for (String name : List.of("2024-01-01T10:00/log.txt", "T10:00/log.txt", "10:30.log", "a:b")) {
      assertThat(FilePath.of(name).toUri().getScheme()).as(name).isNull();
      assertThat(FilePath.of(name).toUri().getPath()).isEqualTo("./" + name);
      assertThat(new Path(FilePath.of(name).toString())).isEqualTo(FilePath.of(name));
    }
    assertThat(FilePath.of("//a//b:c").toString()).isEqualTo("/a/b:c");
  }

  @Test
  void whatLiesInAFolderMayHaveAnyName() {
    for (String name : List.of("a:b", ".10:30", "a%20b", "a b", "a\nb", "a#b?c", "[a]", "a\\b")) {
      Path child = FilePath.child(new Path("s3a://bucket/in"), name);
      assertThat(child.getName()).isEqualTo(name);
      assertThat(child.toString()).isEqualTo("s3a://bucket/in/" + name);
    }
  }
}
