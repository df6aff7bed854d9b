package dev.tandem.launcher.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The environment that the nodes of a stage are configured by, the same variables as in production. */
final class NodeEnvironment {
    private static final List<String> SECRET_FILES =
            List.of("OPENAI_API_KEY_FILE", "OPENAI_WEBHOOK_SECRET_FILE", "TANDEM_ADMIN_TOKEN_FILE");

    private NodeEnvironment() {}

    /** Of the node with this number, from 1. */
    static Map<String, String> of(StagePlan plan, int number) {
        NodePorts ports = plan.ports().nodes().get(number - 1);
        Secrets secrets = plan.secrets();
        String simulator = plan.simulator();
        Map<String, String> variables = new LinkedHashMap<>();
        // A file wins over the text: what the person at the terminal has set for a node of their own is not for these.
        SECRET_FILES.forEach(variable -> variables.put(variable, ""));
        variables.put("OPENAI_API_KEY", secrets.apiKey());
        variables.put("OPENAI_WEBHOOK_SECRET", secrets.webhookSecret());
        variables.put("OPENAI_BASE_URL", "http://" + simulator + "/v1");
        variables.put(
                "TANDEM_CASSANDRA",
                plan.premises().services() + ":" + plan.ports().cassandra());
        // Two nodes that create tables at one moment may make two versions of one; the others start after the first.
        variables.put("TANDEM_CASSANDRA_CREATE_SCHEMA", String.valueOf(number == 1));
        variables.put("TANDEM_SEEDS", plan.ports().seeds());
        variables.put("TANDEM_CONFIG", plan.folder().config().toAbsolutePath().toString());
        variables.put("TANDEM_ADMIN_TOKEN", secrets.adminToken());
        variables.put("TANDEM_HOST", ports.known().host());
        variables.put("TANDEM_OPERATOR_INTERFACE", ports.host());
        variables.put("TANDEM_HTTP_PORT", String.valueOf(ports.http()));
        variables.put("TANDEM_OPERATOR_PORT", String.valueOf(ports.operator()));
        variables.put("TANDEM_MEDIA_PORT", String.valueOf(ports.media()));
        variables.put("TANDEM_MANAGEMENT_PORT", String.valueOf(ports.management()));
        variables.put("TANDEM_REMOTING_PORT", String.valueOf(ports.known().port()));
        variables.put("MAX_CONCURRENT_CALLS", String.valueOf(plan.limits().global()));
        variables.put(
                "MAX_CONCURRENT_CALLS_PER_TENANT", String.valueOf(plan.limits().perTenant()));
        variables.put("TANDEM_TOOL_ALLOW_LIST", simulator);
        variables.put("TANDEM_END_WITH_PARENT", "true");
        variables.put("DEMO_TOKEN", secrets.toolToken());
        variables.put("TANDEM_JVM_OPTIONS", options(plan, number, ports));
        variables.putAll(plan.variables().of(number));
        return variables;
    }

    private static String options(StagePlan plan, int number, NodePorts ports) {
        return Stream.concat(Stream.of("-Xmx512m", Stage.QUICK_JVM), plan.premises().options(number, ports).stream())
                .collect(Collectors.joining(" "));
    }
}
