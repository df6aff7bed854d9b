package dev.tandem.api;

import static dev.tandem.http.Endpoint.Access.ADMIN;
import static org.apache.pekko.http.javadsl.model.HttpMethods.GET;

import dev.tandem.http.Answers;
import dev.tandem.http.Endpoint;
import dev.tandem.protocol.tenant.Agent;
import dev.tandem.protocol.tenant.Tenant;
import dev.tandem.protocol.tenant.Tool;
import dev.tandem.protocol.tenant.TurnDetection;
import dev.tandem.tenant.TenantDirectory;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Whose calls are answered, and how: what the tenants' files say, without anything that might be a secret. */
final class TenantEndpoints {

    record TenantList(List<TenantView> tenants) {}

    record TenantView(
            String id, String name, List<String> numbers, int concurrentCalls, int guaranteedCalls, AgentView agent) {}

    record AgentView(
            String name,
            String version,
            String model,
            String voice,
            String language,
            String transcription,
            String instructions,
            String greeting,
            TurnDetectionView turnDetection,
            long maxDurationMs,
            long silenceMs,
            List<ToolView> tools) {}

    record TurnDetectionView(String type, Boolean interruptResponse, Integer idleTimeoutMs, String eagerness) {}

    /** {@code kind} http, end_call or transfer_call; what a kind has not is left out. */
    record ToolView(
            String name,
            String kind,
            String description,
            String method,
            String url,
            Map<String, String> headers,
            Long timeoutMs,
            String effect,
            Map<String, String> targets) {}

    private final TenantDirectory tenants;

    TenantEndpoints(TenantDirectory tenants) {
        this.tenants = tenants;
    }

    List<Endpoint> table() {
        return List.of(Endpoint.of(
                GET, "/api/v1/tenants", ADMIN, exchange -> CompletableFuture.completedStage(Answers.ok(list()))));
    }

    private TenantList list() {
        return new TenantList(tenants.tenants().stream()
                .sorted(Comparator.comparing(Tenant::id))
                .map(TenantEndpoints::view)
                .toList());
    }

    private static TenantView view(Tenant tenant) {
        Agent agent = tenant.agent();
        return new TenantView(
                tenant.id(),
                tenant.name(),
                tenant.numbers(),
                tenant.concurrentCalls(),
                tenant.guaranteedCalls(),
                new AgentView(
                        agent.name(),
                        tenant.agentVersion(),
                        agent.model(),
                        agent.voice(),
                        agent.language(),
                        agent.transcription(),
                        agent.instructions(),
                        agent.greeting(),
                        view(agent.turnDetection()),
                        agent.maxDuration().toMillis(),
                        agent.silence().toMillis(),
                        agent.tools().stream().map(TenantEndpoints::view).toList()));
    }

    private static TurnDetectionView view(TurnDetection detection) {
        return switch (detection) {
            case null -> null;
            case TurnDetection.ServerVad vad ->
                new TurnDetectionView("server_vad", vad.interruptResponse(), vad.idleTimeoutMs(), null);
            case TurnDetection.SemanticVad vad ->
                new TurnDetectionView("semantic_vad", vad.interruptResponse(), null, vad.eagerness());
        };
    }

    private static ToolView view(Tool tool) {
        return switch (tool) {
            case Tool.Http http ->
                new ToolView(
                        http.name(),
                        "http",
                        http.description(),
                        http.method(),
                        withoutSecrets(http.url()),
                        references(http.headers()),
                        http.timeout().toMillis(),
                        http.effect().name().toLowerCase(java.util.Locale.ROOT),
                        null);
            case Tool.EndCall end ->
                new ToolView(end.name(), "end_call", end.description(), null, null, null, null, null, null);
            case Tool.TransferCall transfer ->
                new ToolView(
                        transfer.name(),
                        "transfer_call",
                        transfer.description(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        transfer.targets());
        };
    }

    /** A query may hold a key; a name and password before the host may, too. */
    private static String withoutSecrets(String url) {
        return url == null ? null : url.replaceFirst("\\?.*$", "?…").replaceFirst("//[^/@]*@", "//…@");
    }

    /** A header shows a reference to a secret, never what might be one. */
    private static Map<String, String> references(Map<String, String> headers) {
        Map<String, String> shown = new TreeMap<>();
        if (headers != null) {
            headers.forEach((name, value) -> shown.put(name, value.contains("${") ? value : "***"));
        }
        return shown.isEmpty() ? null : shown;
    }
}
