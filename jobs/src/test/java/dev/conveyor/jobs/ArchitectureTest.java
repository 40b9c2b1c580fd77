package dev.conveyor.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

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

  @ArchTest
  static final ArchRule theLocalEngineNeedsNothingButTheJdk =
      classes()
          .that()
          .resideInAPackage("dev.conveyor.jobs.local")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.conveyor.jobs.local", STAGE, VOCABULARY, "java..");

  @ArchTest
  static final ArchRule theStreamKnowsNoOtherEngineAndNoTransport =
      classes()
          .that()
          .resideInAPackage("dev.conveyor.jobs.stream")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.conveyor.jobs.stream",
              STAGE,
              VOCABULARY,
              "dev.conveyor.streaming.spark",
              "dev.conveyor.streaming.run",
              "dev.conveyor.streaming.measure",
              "java..",
              "scala..",
              "org.slf4j..",
              "org.apache.spark..",
              "org.apache.hadoop..");

  @ArchTest
  static final ArchRule nobodyKnowsTheCommands =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.conveyor.jobs.cli")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.conveyor.jobs.cli");
}
