package dev.tandem.launcher.demo;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environment that the demo's node is configured by, the same variables as in production.
 *
 * @param limits of admission, all tenants and each
 */
record NodeEnvironment(Ports ports, Secrets secrets, DemoFolder folder, DemoOptions.Limits limits) {
    Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("OPENAI_API_KEY", secrets.apiKey());
        variables.put("OPENAI_WEBHOOK_SECRET", secrets.webhookSecret());
        variables.put("OPENAI_BASE_URL", "http://127.0.0.1:" + ports.simulator() + "/v1");
        variables.put("TANDEM_CASSANDRA", "127.0.0.1:" + ports.cassandra());
        variables.put("TANDEM_CASSANDRA_CREATE_SCHEMA", "true");
        variables.put("TANDEM_CONFIG", path(folder.config()));
        variables.put("TANDEM_ADMIN_TOKEN", secrets.adminToken());
        variables.put("TANDEM_HTTP_PORT", String.valueOf(ports.http()));
        variables.put("TANDEM_OPERATOR_PORT", String.valueOf(ports.operator()));
        variables.put("TANDEM_MEDIA_PORT", String.valueOf(ports.media()));
        variables.put("TANDEM_MANAGEMENT_PORT", String.valueOf(ports.management()));
        variables.put("TANDEM_REMOTING_PORT", String.valueOf(ports.remoting()));
        variables.put("MAX_CONCURRENT_CALLS", String.valueOf(limits.global()));
        variables.put("MAX_CONCURRENT_CALLS_PER_TENANT", String.valueOf(limits.perTenant()));
        variables.put("TANDEM_TOOL_ALLOW_LIST", "127.0.0.1:" + ports.simulator());
        variables.put("TANDEM_END_WITH_PARENT", "true");
        variables.put("DEMO_TOKEN", secrets.toolToken());
        variables.put("TANDEM_JVM_OPTIONS", "-Xmx768m");
        return variables;
    }

    private static String path(Path path) {
        return path.toAbsolutePath().toString();
    }
}
