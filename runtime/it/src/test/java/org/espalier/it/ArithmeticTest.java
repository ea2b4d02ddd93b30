package org.espalier.it;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Arithmetic whose bits depend on the machine or the compiler is forbidden. */
@AnalyzeClasses(packages = "org.espalier", importOptions = ImportOption.DoNotIncludeTests.class)
class ArithmeticTest {
    private static final String INEXACT =
            "exp|expm1|log|log10|log1p|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh" + "|cbrt|hypot";
    private static final String VECTOR_INEXACT =
            "EXP|EXPM1|LOG|LOG10|LOG1P|POW|SIN|COS|TAN|ASIN|ACOS|ATAN|ATAN2|SINH" + "|COSH|TANH|CBRT|HYPOT";

    /** The JIT replaces these by instructions of the machine; StrictMath has the same bits everywhere. */
    @ArchTest
    static final ArchRule transcendentalsComeFromStrictMath = noClasses()
            .that()
            .resideInAnyPackage("org.espalier.api..", "org.espalier.core..", "org.espalier.plugins..")
            .should()
            .callMethodWhere(target(owner(name("java.lang.Math"))).and(target(nameMatching(INEXACT))));

    /** Their order of summation differs between interpreter and JIT. */
    @ArchTest
    static final ArchRule floatingVectorsAreNotReduced = noClasses()
            .should()
            .callMethodWhere(target(owner(nameMatching("jdk\\.incubator\\.vector\\.(Float|Double)Vector(\\$.*)?")))
                    .and(target(nameMatching("reduceLanes.*"))));

    /** The Vector API computes these with a library of the machine. */
    @ArchTest
    static final ArchRule vectorsHaveNoTranscendentals = noClasses()
            .should()
            .accessFieldWhere(target(owner(name("jdk.incubator.vector.VectorOperators")))
                    .and(target(nameMatching(VECTOR_INEXACT))));

    /** Random numbers come from the run's streams. */
    @ArchTest
    static final ArchRule randomnessComesFromTheRun = noClasses()
            .that()
            .resideInAnyPackage("org.espalier.api..", "org.espalier.core..", "org.espalier.plugins..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.util.random..", "java.security")
                    .and(nameMatching(".*(Random|Generator)(\\$.*)?"))
                    .or(nameMatching(
                            "java\\.util\\.(Random|SplittableRandom)|java\\.util\\.concurrent\\.ThreadLocalRandom")))
            .orShould()
            .callMethod(Math.class, "random");
}
