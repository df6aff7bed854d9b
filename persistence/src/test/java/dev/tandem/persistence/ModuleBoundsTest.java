package dev.tandem.persistence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ModuleBoundsTest {

    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tandem.persistence");

    @Test
    void what_is_remembered_knows_protocol_pekko_driver_and_jackson_only() {
        // One class sees the driver from inside, because the driver's own interface has nothing that is asked right
        // before the socket.
        classes()
                .that()
                .haveNameNotMatching("dev\\.tandem\\.persistence\\.schema\\.LastLook(\\$.*)?")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.net.ssl..",
                        "scala..",
                        "org.slf4j..",
                        "org.apache.pekko..",
                        "com.typesafe.config..",
                        "com.datastax.oss.driver.api..",
                        "com.fasterxml.jackson..",
                        "dev.tandem.protocol..",
                        "dev.tandem.persistence..")
                .check(ours);
    }

    @Test
    void a_record_is_made_without_storage_or_actors() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.tandem.persistence.record", "dev.tandem.persistence.cost")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.pekko..", "com.datastax..", "dev.tandem.persistence.projection..")
                .check(ours);
    }

    @Test
    void projections_know_nothing_of_who_reads_them() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.tandem.persistence.projection..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.tandem.persistence.read..")
                .check(ours);
    }
}
