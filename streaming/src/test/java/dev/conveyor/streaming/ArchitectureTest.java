package dev.conveyor.streaming;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in this module. */
@AnalyzeClasses(
    packages = "dev.conveyor.streaming",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String VOCABULARY = "dev.conveyor.streaming";

  @ArchTest
  static final ArchRule theVocabularyKnowsNothingButTheJdk =
      classes()
          .that()
          .resideInAPackage(VOCABULARY)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(VOCABULARY, "java..");

  @ArchTest
  static void aTransportKnowsTheVocabularyAndNoSibling(JavaClasses all) {
    String[] transports =
        all.stream()
            .filter(type -> type.isAssignableTo(Transport.class) && !type.isInterface())
            .map(type -> type.getPackageName() + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAnyPackage(transports)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..streaming.feed..", "..streaming.spark..", "org.apache..")
        .check(all);
  }

  @ArchTest
  static final ArchRule packagesDoNotKnowTheirSiblings =
      slices()
          .matching("dev.conveyor.streaming.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              resideInAnyPackage("..streaming.spark..", "..streaming.hadoop.."),
              resideInAPackage("..run.."))
          .ignoreDependency(
              resideInAPackage("..run.."), resideInAnyPackage("..json..", "..status.."))
          .ignoreDependency(resideInAPackage("..spark.."), resideInAPackage("..json.."))
          .ignoreDependency(resideInAPackage("..status.."), resideInAPackage("..stats.."))
          .ignoreDependency(
              DescribedPredicate.alwaysTrue(),
              resideInAnyPackage(
                  "..streaming.transport..", "..streaming.system..", "..streaming.credentials.."));

  @ArchTest
  static final ArchRule runsKnowTheVocabularyAndHadoopsFileSystems =
      classes()
          .that()
          .resideInAPackage("dev.conveyor.streaming.run")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              VOCABULARY,
              "dev.conveyor.streaming.run",
              "java..",
              "org.slf4j..",
              "dev.conveyor.streaming.json",
              "dev.conveyor.streaming.status",
              "dev.conveyor.streaming.system",
              "org.apache.hadoop.conf..",
              "org.apache.hadoop.fs..");

  @ArchTest
  static final ArchRule statusKnowsTheVocabularyAndStats =
      classes()
          .that()
          .resideInAPackage("..status..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              VOCABULARY,
              "dev.conveyor.streaming.status",
              "dev.conveyor.streaming.stats",
              "java..");

  @ArchTest
  static final ArchRule feedersKnowWritersAndNoTransport =
      classes()
          .that()
          .resideInAPackage("..feed..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(VOCABULARY, "dev.conveyor.streaming.feed", "java..");

  @ArchTest
  static final ArchRule workersKnowReadersAndWritersAndNoTransport =
      classes()
          .that()
          .resideInAPackage("..work..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(VOCABULARY, "dev.conveyor.streaming.work", "java..", "org.slf4j..");

  @ArchTest
  static final ArchRule onlyItsDoorKnowsAws =
      noClasses()
          .that()
          .resideOutsideOfPackage("..streaming.aws..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("software.amazon..");

  /** Where the SDK may be missing, nothing links it before it is asked. */
  @ArchTest
  static final ArchRule whatIsFoundLinksNoSdk =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("Source")
          .or()
          .haveSimpleName("Sdk")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("software.amazon..");

  @ArchTest
  static final ArchRule onlyItsDoorKnowsMapReduce =
      noClasses()
          .that()
          .resideOutsideOfPackage("..streaming.hadoop..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.hadoop.mapreduce..", "org.apache.hadoop.mapred..");

  @ArchTest
  static final ArchRule onlyItsDoorKnowsSpark =
      noClasses()
          .that()
          .resideOutsideOfPackage("..streaming.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..");
}
