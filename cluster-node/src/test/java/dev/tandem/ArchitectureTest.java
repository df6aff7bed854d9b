package dev.tandem;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.tandem.node.Main;
import dev.tandem.persistence.journal.Stored;
import dev.tandem.protocol.call.CallEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.LoggerFactory;

/** What may know what. Inside the node a package may import those to its right, never those to its left. */
class ArchitectureTest {

    /** A package and everything of ours that it may import besides protocol and persistence. */
    private static final Map<String, Set<String>> MAY_IMPORT = new LinkedHashMap<>();

    private static final int MAX_LINES = 500;

    static {
        Set<String> ground = Set.of("auth", "metrics");
        Set<String> sockets = Set.of("socket", "audio", "auth", "metrics");
        Set<String> middle = Set.of("admission", "realtime", "agent", "tenant", "socket", "audio", "auth", "metrics");
        Set<String> front = with(middle, "call");
        MAY_IMPORT.put(
                "node",
                Set.of(
                        "ingress",
                        "telephony",
                        "api",
                        "projection",
                        "http",
                        "call",
                        "admission",
                        "realtime",
                        "agent",
                        "tenant",
                        "socket",
                        "audio",
                        "auth",
                        "metrics",
                        "trace"));
        MAY_IMPORT.put("ingress", with(front, "http"));
        MAY_IMPORT.put("api", with(front, "http"));
        MAY_IMPORT.put("telephony", front);
        MAY_IMPORT.put("projection", front);
        MAY_IMPORT.put("call", middle);
        MAY_IMPORT.put("admission", sockets);
        MAY_IMPORT.put("realtime", sockets);
        MAY_IMPORT.put("agent", sockets);
        MAY_IMPORT.put("tenant", with(sockets, "agent"));
        MAY_IMPORT.put("http", ground);
        MAY_IMPORT.put("socket", ground);
        MAY_IMPORT.put("audio", ground);
        MAY_IMPORT.put("auth", Set.of());
        MAY_IMPORT.put("metrics", Set.of());
        MAY_IMPORT.put("trace", Set.of());
    }

    private static JavaClasses ours;

    private static Set<String> with(Set<String> some, String more) {
        return Stream.concat(some.stream(), Stream.of(more)).collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    @BeforeAll
    static void read() {
        ((Logger) LoggerFactory.getLogger("com.tngtech.archunit")).setLevel(Level.WARN);
        ours = new ClassFileImporter()
                .importUrls(Stream.of(CallEvent.class, Stored.class, Main.class)
                        .map(each -> each.getProtectionDomain().getCodeSource().getLocation())
                        .toList());
        assertTrue(ours.size() > 100, "only " + ours.size() + " classes were found");
    }

    @TestFactory
    Stream<DynamicTest> a_package_of_the_node_imports_only_what_is_to_its_right() {
        return MAY_IMPORT.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
                    String[] others = MAY_IMPORT.keySet().stream()
                            .filter(name -> !name.equals(each.getKey()))
                            .filter(name -> !each.getValue().contains(name))
                            .map(name -> "dev.tandem." + name + "..")
                            .toArray(String[]::new);
                    noClasses()
                            .that()
                            .resideInAPackage("dev.tandem." + each.getKey() + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(others)
                            .allowEmptyShould(true)
                            .check(ours);
                }));
    }

    @Test
    void every_package_of_the_node_has_its_place() {
        Set<String> known = with(with(MAY_IMPORT.keySet(), "protocol"), "persistence");
        for (JavaClass each : ours) {
            String[] names = each.getPackageName().split("\\.");
            assertTrue(names.length > 2 && known.contains(names[2]), each.getName() + " is in no package of the house");
        }
    }

    @Test
    void the_modules_know_each_other_one_way() {
        String[] node = MAY_IMPORT.keySet().stream()
                .map(name -> "dev.tandem." + name + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAnyPackage("dev.tandem.protocol..", "dev.tandem.persistence..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(node)
                .check(ours);
        noClasses()
                .that()
                .resideInAPackage("dev.tandem.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.tandem.persistence..")
                .check(ours);
    }

    @Test
    void packages_form_no_circle() {
        slices().matching("dev.tandem.(*)..").should().beFreeOfCycles().check(ours);
    }

    @Test
    void nothing_blocks_a_thread() {
        noClasses().should().callMethodWhere(waits()).check(ours);
    }

    private static DescribedPredicate<JavaCall<?>> waits() {
        return DescribedPredicate.describe("block, or repeat at a fixed rate, or persist asynchronously", call -> {
            String name = call.getTarget().getName();
            JavaClass owner = call.getTargetOwner();
            boolean future = owner.isAssignableTo(java.util.concurrent.Future.class)
                    && (name.equals("join") || name.equals("get"));
            boolean sleep = owner.isEquivalentTo(Thread.class) && name.equals("sleep");
            return future || sleep || name.equals("startTimerAtFixedRate") || name.equals("persistAsync");
        });
    }

    @Test
    void names_are_the_fields_own_words() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Processor")
                .orShould()
                .haveSimpleNameEndingWith("Service")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(ours);
    }

    @Test
    void languages_of_calls_admission_and_tenants_are_closed() {
        classes()
                .that()
                .areInterfaces()
                .and()
                .resideInAnyPackage("dev.tandem.call..", "dev.tandem.admission..", "dev.tandem.tenant..")
                .and()
                .haveNameMatching(".*(Command|Event|Answer|Decision|Effect|State)")
                .should(new com.tngtech.archunit.lang.ArchCondition<>("be sealed") {
                    @Override
                    public void check(JavaClass item, com.tngtech.archunit.lang.ConditionEvents events) {
                        boolean sealed = item.reflect().isSealed();
                        events.add(new com.tngtech.archunit.lang.SimpleConditionEvent(
                                item, sealed, item.getName() + (sealed ? " is sealed" : " is open")));
                    }
                })
                .check(ours);
    }

    @Test
    void no_source_is_longer_than_500_lines() throws IOException {
        Path root = Path.of("..").toAbsolutePath().normalize();
        List<String> tooLong;
        try (Stream<Path> files = Files.walk(root)) {
            tooLong = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/"))
                    .filter(file -> lines(file) > MAX_LINES)
                    .map(file -> root.relativize(file) + " has " + lines(file))
                    .toList();
        }
        assertEquals(List.of(), tooLong);
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
