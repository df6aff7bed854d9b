package dev.tandem.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packagesOf = ProtocolArchitectureTest.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ProtocolArchitectureTest {

    @ArchTest
    static final ArchRule what_is_said_needs_only_java_and_jackson = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.tandem.protocol..", "java..", "javax.crypto..", "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule no_input_or_output = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("java.net..", "java.nio.file..", "java.nio.channels..", "java.util.concurrent..");

    @ArchTest
    static final ArchRule packages_do_not_depend_on_each_other_in_circles =
            slices().matching("dev.tandem.protocol.(*)..").should().beFreeOfCycles();
}
