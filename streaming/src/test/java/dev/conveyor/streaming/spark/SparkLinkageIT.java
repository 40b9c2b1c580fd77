package dev.conveyor.streaming.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every method and field of Spark that these classes use is there in the Spark of the tests: a
 * version that changes one of its internal ones is found before a call to it fails.
 */
@Tag("spark")
@Tag("sql")
class SparkLinkageIT {
  private static final String SPARK = "org.apache.spark.";

  @Test
  void everyMemberOfSparkIsThere() {
    JavaClasses ours =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.conveyor.streaming");
    List<String> used = members(ours, false);
    assertThat(used).hasSizeGreaterThan(100);
    assertThat(members(ours, true)).isEmpty();
  }

  private static List<String> members(JavaClasses classes, boolean onlyMissing) {
    return classes.stream()
        .map(JavaClass::getAccessesFromSelf)
        .flatMap(accesses -> accesses.stream())
        .map(access -> access.getTarget())
        .filter(target -> target.getOwner().getName().startsWith(SPARK))
        .filter(target -> !onlyMissing || target.resolveMember().isEmpty())
        .map(target -> target.getFullName())
        .distinct()
        .sorted()
        .toList();
  }
}
