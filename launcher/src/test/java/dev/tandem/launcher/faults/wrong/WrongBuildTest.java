package dev.tandem.launcher.faults.wrong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.launcher.Unable;
import dev.tandem.launcher.faults.scenario.Scenarios;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WrongBuildTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    @ParameterizedTest
    @EnumSource
    void its_patch_still_applies(WrongBuild build) throws Exception {
        Process check = new ProcessBuilder(
                        "git", "apply", "--check", build.patch(HOME).toString())
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void it_is_played_by_a_scenario_that_there_is(WrongBuild build) {
        assertThat(Scenarios.named(build.scenario())).hasSize(1);
        assertThat(build.promises()).isNotEmpty();
    }

    @Test
    void it_is_found_by_the_name_of_its_patch() {
        assertThat(WrongBuild.named("roll-call")).containsExactly(WrongBuild.ROLL_CALL);
        assertThat(WrongBuild.named("all")).containsExactly(WrongBuild.values());
        assertThatThrownBy(() -> WrongBuild.named("moon"))
                .isInstanceOf(Unable.class)
                .hasMessageContaining("fence, roll-call, idempotency-key, outbox");
    }
}
