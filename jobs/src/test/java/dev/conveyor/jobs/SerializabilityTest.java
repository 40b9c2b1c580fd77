package dev.conveyor.jobs;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.core.domain.JavaModifier.TRANSIENT;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.Serializable;
import java.util.Optional;

/**
 * Serializable types hold only serializable values: otherwise, Spark fails on a cluster only, where
 * blocks and tasks leave the process.
 */
@AnalyzeClasses(packages = "dev.conveyor", importOptions = ImportOption.DoNotIncludeTests.class)
class SerializabilityTest {
  /** Of the classes of both modules and {@link Optional}; others are taken on trust. */
  @ArchTest
  static final ArchRule whatIsSerializableHoldsNothingElse =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .areAssignableTo(Serializable.class)
          .and()
          .areDeclaredInClassesThat()
          .areNotEnums()
          .and(not(modifier(STATIC)))
          .and(not(modifier(TRANSIENT)))
          .should(beSerializable());

  private static ArchCondition<JavaField> beSerializable() {
    return new ArchCondition<>("be of types that can be serialized") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        JavaClass type = field.getRawType().getBaseComponentType(); // Of an array, its elements.
        boolean isOurs = type.getPackageName().startsWith("dev.conveyor");
        boolean isBad =
            type.isEquivalentTo(Optional.class)
                || (isOurs && !type.isInterface() && !type.isAssignableTo(Serializable.class));
        if (isBad) {
          events.add(
              SimpleConditionEvent.violated(
                  field, field.getFullName() + " is of " + type.getName()));
        }
      }
    };
  }
}
