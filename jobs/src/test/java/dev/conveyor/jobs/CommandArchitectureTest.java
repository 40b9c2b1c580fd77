package dev.conveyor.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.FileDescriptor;

/** Who may know whom among the commands. */
@AnalyzeClasses(packages = "dev.conveyor", importOptions = ImportOption.DoNotIncludeTests.class)
class CommandArchitectureTest {
  private static final String VOCABULARY = "dev.conveyor.streaming";
  private static final String CLI = "dev.conveyor.jobs.cli";
  private static final String DEMO = "dev.conveyor.jobs.demo";
  private static final String EMR_COMMAND = "dev.conveyor.jobs.emr.command";
  private static final String CONSOLE = "dev.conveyor.jobs.console";
  private static final String OPTIONS = "dev.conveyor.jobs.options";

  @ArchTest
  static final ArchRule theCommandsOfEmrKnowNoJobAndNoEngine =
      classes()
          .that()
          .resideInAPackage(EMR_COMMAND)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              EMR_COMMAND,
              "dev.conveyor.jobs.emr",
              CONSOLE,
              OPTIONS,
              VOCABULARY,
              "dev.conveyor.streaming.json",
              "java..",
              "picocli..");

  @ArchTest
  static final ArchRule onlyTheTopCommandKnowsTheCommands =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CLI);

  @ArchTest
  static final ArchRule whatCommandsShareKnowsNoCommand =
      noClasses()
          .that()
          .resideOutsideOfPackages(CLI, DEMO, EMR_COMMAND)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DEMO, EMR_COMMAND);

  @ArchTest
  static final ArchRule theConsoleKnowsNoOptions =
      noClasses()
          .that()
          .resideInAPackage(CONSOLE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(OPTIONS);

  /** Others would swallow a write that fails. */
  @ArchTest
  static final ArchRule onlyOneClassWritesToStandardOutput =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.conveyor.jobs.console.StandardOutput")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(FileDescriptor.class, "out");
}
