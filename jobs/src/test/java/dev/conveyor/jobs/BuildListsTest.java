package dev.conveyor.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Lists that Maven or a script needs a second time: both are equal. */
class BuildListsTest {
  /** Carried in a relocated copy, though engines bring them too. */
  private static final List<String> ALSO_OF_ENGINES =
      List.of("gson", "jackson-core", "commons-compress", "xz");

  private static String read(String file) throws IOException {
    Path here = Path.of("").toAbsolutePath();
    return Files.readString(here.resolve(here.endsWith("jobs") ? ".." : ".").resolve(file));
  }

  private static List<String> all(String regex, String text) {
    return Pattern.compile(regex, Pattern.DOTALL)
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  private static String one(String regex, String text) {
    assertThat(all(regex, text)).as(regex).hasSize(1);
    return all(regex, text).get(0);
  }

  @Test
  void theLauncherOpensThePackagesThatTestsOpen() throws IOException {
    String launcher = one("for package in (.*?); do\n", read("scripts/conveyor"));
    String tests = one("<engine.opens>(.*?)</engine.opens>", read("pom.xml"));
    assertThat(launcher.replace("\\", "").trim().split("\\s+"))
        .containsExactlyElementsOf(all("--add-opens=java\\.base/([\\w.]+)=ALL-UNNAMED", tests));
  }

  /** A group is named as a whole where more than one of its artifacts is carried. */
  @Test
  void theJarHoldsWhatItsClassPathLeavesOut() throws IOException {
    String pom = read("jobs/pom.xml");
    List<String> carried = new ArrayList<>(ALSO_OF_ENGINES);
    carried.addAll(List.of(one("<carried>(.*?)</carried>", pom).split(",")));
    String set = one("<artifactSet>(.*?)</artifactSet>", pom);
    List<String> named = new ArrayList<>(all("<include>[\\w.-]+:([\\w.-]+)</include>", set));
    named.addAll(
        List.of("conveyor-streaming_${scala.binary.version}", "jedis", "redis-authx-core"));
    assertThat(all("<include>([\\w.-]+):\\*</include>", set))
        .containsExactly("dev.conveyor", "redis.clients", "redis.clients.authentication");
    assertThat(named).containsExactlyInAnyOrderElementsOf(carried);
  }
}
