package dev.tandem.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.tandem.simulator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> OTHER_MODULES = DescribedPredicate.describe(
            "in another module of the project",
            type -> type.getPackageName().startsWith("dev.tandem")
                    && !type.getPackageName().startsWith("dev.tandem.simulator"));

    @ArchTest
    static final ArchRule depends_on_nothing_of_the_project =
            noClasses().should().dependOnClassesThat(OTHER_MODULES);

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("dev.tandem.simulator.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule calls_know_nothing_of_the_wire = noClasses()
            .that()
            .resideInAnyPackage("..call..", "..caller..", "..event..", "..truth..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty.handler..", "..http..", "..realtime..", "..rest..", "..control..");
}
