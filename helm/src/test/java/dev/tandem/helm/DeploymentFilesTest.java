package dev.tandem.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Dockerfile, systemd unit and its environment name what there is: ports, programs, variables; none of them is run here. */
class DeploymentFilesTest {

    private static final Config NODE = ConfigFactory.parseResources("reference.conf")
            .withOnlyPath("tandem")
            .resolve(ConfigResolveOptions.noSystem());

    @Test
    void the_image_exposes_the_nodes_ports_and_has_the_programs_that_the_chart_calls() throws Exception {
        String dockerfile = Files.readString(Path.of("../Dockerfile"));
        assertThat(dockerfile)
                .contains("EXPOSE %d %d %d %d\n"
                        .formatted(
                                NODE.getInt("tandem.node.public.port"),
                                NODE.getInt("tandem.node.operator.port"),
                                NODE.getInt("tandem.node.management-port"),
                                NODE.getInt("tandem.node.remoting-port")))
                .contains("ENTRYPOINT [\"/opt/tandem/bin/tandem-node\"]")
                .contains("USER 10001:10001");
        List<String> programs = all("<id>(tandem-[a-z]+)</id>", Path.of("../cluster-node/pom.xml"));
        assertThat(programs).contains("tandem-node", "tandem-doctor", "tandem-schema");
        String rendered = Chart.OURS.render(Chart.values("production"));
        assertThat(Pattern.compile("/opt/tandem/bin/(tandem-[a-z]+)")
                        .matcher(rendered)
                        .results()
                        .map(match -> match.group(1)))
                .isNotEmpty()
                .allMatch(programs::contains);
    }

    @Test
    void every_variable_of_the_unit_is_documented() throws Exception {
        String documented = Files.readString(Path.of("../docs/configuration.md"));
        List<String> variables = all("(?m)^#?([A-Z][A-Z_]+)=", Path.of("../systemd/tandem.env"));
        assertThat(variables)
                .hasSizeGreaterThan(10)
                .allSatisfy(variable -> assertThat(documented).contains("`" + variable + "`"));
    }

    @Test
    void systemd_waits_as_long_as_kubernetes_does_and_gives_up_where_a_restart_would_not_help() throws Exception {
        String unit = Files.readString(Path.of("../systemd/tandem.service"));
        int grace = Chart.read(Chart.OURS.folder().resolve("values.yaml"))
                .at("/shutdown/gracePeriodSeconds")
                .asInt();
        assertThat(unit)
                .contains("TimeoutStopSec=" + grace + "\n")
                .contains("RestartPreventExitStatus=78\n")
                .contains("ExecStart=/opt/tandem/bin/tandem-node\n");
    }

    private static List<String> all(String pattern, Path file) throws Exception {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
