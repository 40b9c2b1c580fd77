package dev.conveyor.jobs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.conveyor.streaming.SystemText;
import java.io.FileDescriptor;

/** Who may know whom: stages know no engine, engines know no engine, the commands know all. */
@AnalyzeClasses(packages = "dev.conveyor", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String STAGE = "dev.conveyor.jobs.stage";
  private static final String VOCABULARY = "dev.conveyor.streaming";

  @ArchTest
  static final ArchRule streamingDoesNotKnowJobs =
      noClasses()
          .that()
          .resideInAPackage("dev.conveyor.streaming..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.conveyor.jobs..");

  @ArchTest
  static final ArchRule stagesKnowNoEngine =
      classes()
          .that()
          .resideInAPackage(STAGE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(STAGE, "java..", "com.fasterxml.jackson.core..");

  private static final String RUN = "dev.conveyor.streaming.run";
  private static final String BATCH = "dev.conveyor.jobs.batch";
  private static final String FILES = "dev.conveyor.jobs.files";
  private static final String TEXT = "dev.conveyor.jobs.text";
  private static final String PIPE = "dev.conveyor.jobs.pipe";

  @ArchTest
  static final ArchRule programsKnowNothingOfRecords =
      classes()
          .that()
          .resideInAPackage(PIPE)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(PIPE, "java..").or(belongToAnyOf(SystemText.class)));

  @ArchTest
  static final ArchRule whatBatchesShareKnowsNoEngine =
      classes()
          .that()
          .resideInAPackage(BATCH)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              BATCH,
              PIPE,
              STAGE,
              VOCABULARY,
              RUN,
              TEXT,
              "java..",
              "org.slf4j..",
              "org.apache.hadoop..");

  @ArchTest
  static final ArchRule textKnowsNoFileSystem =
      classes()
          .that()
          .resideInAPackage(TEXT)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              TEXT,
              "java..",
              "org.slf4j..",
              "com.github.luben.zstd..",
              "io.airlift.compress..",
              "org.apache.commons.compress.compressors..",
              "org.tukaani.xz..");

  @ArchTest
  static final ArchRule theLocalEngineNeedsFileSystemsAndTheirSorterOnly =
      classes()
          .that()
          .resideInAPackage("dev.conveyor.jobs.local")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.conveyor.jobs.local",
              BATCH,
              FILES,
              STAGE,
              VOCABULARY,
              RUN,
              "java..",
              "org.apache.hadoop.conf..",
              "org.apache.hadoop.fs..",
              "org.apache.hadoop.io..");

  @ArchTest
  static final ArchRule theHadoopEngineKnowsNoSpark =
      classes()
          .that()
          .resideInAPackage("dev.conveyor.jobs.hadoop")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.conveyor.jobs.hadoop",
              BATCH,
              PIPE,
              FILES,
              STAGE,
              VOCABULARY,
              RUN,
              "dev.conveyor.streaming.hadoop",
              "java..",
              "org.slf4j..",
              "org.apache.hadoop..");

  @ArchTest
  static final ArchRule theSparkEngineKnowsNoOtherEngine =
      classes()
          .that()
          .resideInAPackage("dev.conveyor.jobs.spark")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.conveyor.jobs.spark",
              BATCH,
              FILES,
              STAGE,
              RUN,
              "dev.conveyor.streaming.spark",
              "java..",
              "scala..",
              "org.apache.hadoop..",
              "org.apache.spark..");

  @ArchTest
  static final ArchRule theStreamKnowsNoOtherEngineAndNoTransport =
      classes()
          .that()
          .resideInAPackage("dev.conveyor.jobs.stream")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.conveyor.jobs.stream",
              FILES,
              STAGE,
              VOCABULARY,
              "dev.conveyor.streaming.spark",
              RUN,
              "dev.conveyor.streaming.measure",
              "java..",
              "scala..",
              "org.slf4j..",
              "org.apache.spark..",
              "org.apache.hadoop..");

  @ArchTest
  static final ArchRule theWayToEmrKnowsNoJobAndNoEngine =
      classes()
          .that()
          .resideInAPackage("dev.conveyor.jobs.emr")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.conveyor.jobs.emr", "dev.conveyor.streaming.json", "java..", "dev.failsafe..");

  @ArchTest
  static final ArchRule nobodyKnowsTheCommands =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.conveyor.jobs.cli")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.conveyor.jobs.cli");

  /** Others would swallow a write that fails. */
  @ArchTest
  static final ArchRule onlyOneClassWritesToStandardOutput =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.conveyor.jobs.cli.StandardOutput")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(FileDescriptor.class, "out");
}
